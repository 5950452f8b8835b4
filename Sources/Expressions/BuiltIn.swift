/// The functions that are always there.
enum BuiltIn: String, CaseIterable {
    case abs, avg, ceil, contains, endsWith = "ends_with", floor, join, keys, length, map, max, maxBy =
        "max_by"
    case merge, min, minBy = "min_by", notNull = "not_null", reverse, sort, sortBy = "sort_by"
    case startsWith = "starts_with", sum, toArray = "to_array", toNumber = "to_number", toString = "to_string"
    case type, values
    case lower, split, suffixes

    /// Whether JMESPath has it; the others are ours.
    var isStandard: Bool {
        switch self {
        case .lower, .split, .suffixes: false
        default: true
        }
    }

    /// How many arguments it takes; `most` is nil for any number.
    var arity: (least: Int, most: Int?) {
        switch self {
        case .merge, .notNull: (1, nil)
        case .contains, .endsWith, .join, .map, .maxBy, .minBy, .sortBy, .startsWith, .split, .suffixes:
            (2, 2)
        default: (1, 1)
        }
    }

    /// The places of arguments that are references.
    var references: Set<Int> {
        switch self {
        case .map: [0]
        case .maxBy, .minBy, .sortBy: [1]
        default: []
        }
    }

    /// Whether it means something for null, so that an absent argument does not make it absent.
    var takesNull: Bool { self == .type || self == .notNull }
}
