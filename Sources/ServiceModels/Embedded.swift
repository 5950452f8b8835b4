internal import CServiceModels

/// The files that are part of the binary.
enum Embedded {
    /// The bytes of the file called `name`; they stay where they are for as long as the program runs.
    static func file(_ name: String) -> UnsafeRawBufferPointer? {
        let wanted = name.utf8
        for index in 0..<assay_embedded_count() {
            let file = assay_embedded_at(index)
            let own = UnsafeRawBufferPointer(start: file.name, count: strlen(file.name))
            if own.count == wanted.count, own.elementsEqual(wanted) {
                return UnsafeRawBufferPointer(start: file.bytes, count: file.count)
            }
        }
        return nil
    }

    /// The names of all files.
    static var names: [String] {
        (0..<assay_embedded_count()).map { String(cString: assay_embedded_at($0).name) }
    }

    private static func strlen(_ text: UnsafePointer<CChar>) -> Int {
        var count = 0
        while text[count] != 0 { count += 1 }
        return count
    }
}
