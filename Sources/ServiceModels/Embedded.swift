internal import CServiceModels

/// The files that are part of the binary.
enum Embedded {
    /// The bytes of the file called `name`.
    static func file(_ name: String) -> [UInt8]? {
        for index in 0..<assay_embedded_count() {
            let file = assay_embedded_at(index)
            if String(cString: file.name) == name {
                return [UInt8](UnsafeBufferPointer(start: file.bytes, count: file.count))
            }
        }
        return nil
    }

    /// The names of all files.
    static var names: [String] {
        (0..<assay_embedded_count()).map { String(cString: assay_embedded_at($0).name) }
    }
}
