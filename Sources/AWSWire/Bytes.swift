extension [UInt8] {
    /// Appends the UTF-8 of `text`, copied as a whole.
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }
}
