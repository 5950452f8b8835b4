/// What can be said of forms without a search.
extension Pattern {
    /// The letters of a field of every text of this form, where separators cut it in the same places; nil where that can't
    /// be said.
    func field(_ wanted: Int, between separator: Unicode.Scalar = ":") -> String? {
        var out = String.UnicodeScalarView()
        var field = 0
        for element in elements {
            if !element.repeats, element.characters.single == separator.value {
                if field == wanted { return String(out) }
                field += 1
            } else if element.characters.contains(separator.value) {
                return nil
            } else if field == wanted {
                guard !element.repeats, let value = element.characters.single,
                    let scalar = Unicode.Scalar(value)
                else { return nil }
                out.append(scalar)
            }
        }
        return nil
    }

    /// Whether it ends with anything.
    var isOpen: Bool { elements.last.map { $0.repeats && $0.characters == .any } ?? false }

    /// Whether it is plain to see that every text of the form of `other` is of this form.
    func covers(_ other: Pattern) -> Bool {
        if self == other { return true }
        // The same beginning, and then anything.
        guard isOpen else { return false }
        let start = elements.dropLast()
        return other.elements.count >= start.count
            && zip(start, other.elements).allSatisfy { !$0.repeats && $0 == $1 }
    }

    /// A text of this form whose fields are those of `sample` where any will do.
    func example(filledFrom sample: String) -> String? {
        let fields = sample.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        func isColon(_ place: Int) -> Bool {
            !elements.indices.contains(place) || elements[place].characters.single == 0x3a
        }
        var out = ""
        var field = 0
        for (place, element) in elements.enumerated() {
            if element.repeats {
                if isColon(place - 1), isColon(place + 1), field < fields.count {
                    out += String(Substring(fields[field]))
                }
            } else {
                guard let scalar = element.characters.plain(with: .any) else { return nil }
                out.unicodeScalars.append(scalar)
                if scalar == ":" { field += 1 }
            }
        }
        return out
    }

    /// A text of this form as long as the shortest of `form`, which may be of that form too; nil where none is seen.
    func example(like form: Pattern) -> String? {
        let shape = form.elements.filter { !$0.repeats }
        let fixed = elements.filter { !$0.repeats }.count
        guard shape.count >= fixed,
            let star = elements.firstIndex(where: \.repeats) ?? (shape.count == fixed ? 0 : nil)
        else { return nil }
        var out = [Unicode.Scalar]()
        out.reserveCapacity(shape.count)
        func take(_ characters: CharacterClass) -> Bool {
            guard out.count < shape.count, let scalar = shape[out.count].characters.plain(with: characters)
            else {
                return false
            }
            out.append(scalar)
            return true
        }
        // The first run of any length takes what the others leave.
        for (place, element) in elements.enumerated() {
            if !element.repeats {
                guard take(element.characters) else { return nil }
            } else if place == star {
                for _ in fixed..<shape.count { guard take(element.characters) else { return nil } }
            }
        }
        return Self.text(out)
    }

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        String(unsafeUninitializedCapacity: 4 * scalars.count) { bytes in
            var count = 0
            for scalar in scalars {
                for byte in UTF8.encode(scalar)! {
                    bytes[count] = byte
                    count += 1
                }
            }
            return count
        }
    }

    /// Whether the texts of both forms can begin alike.
    func canMeet(_ other: Pattern) -> Bool {
        for (mine, its) in zip(elements, other.elements) {
            if mine.repeats || its.repeats { return true }
            guard mine.characters.meets(its.characters) else { return false }
        }
        return true
    }

    /// A text of this form, short and plain; nil where there is none that is plain.
    var anExample: String? {
        var out = [Unicode.Scalar]()
        out.reserveCapacity(elements.count)
        for element in elements where !element.repeats {
            if let single = element.characters.single {
                out.append(Unicode.Scalar(UInt8(single)))
            } else if let plain = element.characters.plain(with: .any) {
                out.append(plain)
            } else {
                return nil
            }
        }
        return Self.text(out)
    }
}
