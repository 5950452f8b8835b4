/// A part of a text that is a condition key of its own: the account in an ARN, the organisation in a path.
enum Lift: Hashable {
    case whole
    case accountOfARN
    case organizationOfPath
    case nameOfUser

    /// The part of `text`.
    func part(of text: String) -> String {
        switch self {
        case .whole: return text
        case .accountOfARN: return ARN.account(in: text).map(String.init) ?? ""
        case .organizationOfPath: return String(text.before(UInt8(ascii: "/")))
        case .nameOfUser:
            return text.utf8.lastIndex(of: UInt8(ascii: "/")).map {
                String(text[text.utf8.index(after: $0)...])
            } ?? ""
        }
    }

    /// The whole texts whose part is in `set`, among texts of the right form.
    func whole(_ set: PatternSet) -> PatternSet {
        let any = Pattern(glob: "*")
        switch self {
        case .whole: return set
        case .accountOfARN:
            var before = Pattern(literal: "arn:")
            let field = CharacterClass.any.without(CharacterClass(of: ":"))
            for _ in 0..<3 {
                before.append(field, 0, more: true)
                before.append(literal: ":")
            }
            var after = Pattern(literal: ":")
            after.append(any)
            return set.lifted(before, after, excluding: CharacterClass(of: ":"))
        case .organizationOfPath:
            var after = Pattern(literal: "/")
            after.append(any)
            return set.lifted(Pattern(), after, excluding: CharacterClass(of: "/"))
        case .nameOfUser:
            var before = any
            before.append(literal: "/")
            return set.lifted(before, Pattern(), excluding: CharacterClass(of: "/"))
        }
    }
}

/// A demand on a text: its part is in the set, or is not.
struct Constraint: Sendable {
    let lift: Lift
    let set: PatternSet
    let isMember: Bool

    func holds(_ text: String) -> Bool { set.contains(lift.part(of: text)) == isMember }

    func holds(_ sample: Domain.Sample) -> Bool {
        set.contains(lift == sample.lift ? sample.part : lift.part(of: sample.text)) == isMember
    }

    /// Whether the part is one of listed texts.
    var isList: Bool { isMember && !set.hasPatterns }
}
