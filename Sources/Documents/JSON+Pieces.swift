extension JSON {
    /// What `read` makes of the one value in `bytes`, piece by piece.
    ///
    /// - Throws: a ``Failure`` where the text is no JSON, and what `read` throws.
    public static func read<Result>(
        _ bytes: [UInt8], _ read: (inout JSONReader) throws -> Result
    ) throws -> Result {
        try bytes.withUnsafeBufferPointer { bytes in
            do {
                try check(bytes)
                var reader = JSONReader(bytes)
                let result = try read(&reader)
                try reader.end()
                return result
            } catch let failure as JSONReader.Failure {
                throw Failure(failure.message, at: failure.offset, in: UnsafeRawBufferPointer(bytes))
            }
        }
    }

    private static func check(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONReader.Failure) {
        do throws(UTF8.ValidationError) { _ = try UTF8Span(validating: bytes.span) } catch {
            throw JSONReader.Failure(offset: error.byteOffsets.lowerBound, message: "this is no UTF-8")
        }
    }
}
