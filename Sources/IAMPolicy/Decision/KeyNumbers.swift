/// The condition keys that statements ask for, numbered as they come.
struct KeyNumbers {
    /// In lower case.
    private(set) var keys: [String] = []
    private(set) var roles: [KeyRole] = []
    /// For many keys: where each is.
    private var places: [String: Int] = [:]

    func place(of key: String) -> Int? { places.isEmpty ? keys.firstIndex(of: key) : places[key] }

    /// The number of `key`, which is in lower case.
    mutating func number(_ key: String) -> Int {
        if let place = place(of: key) { return place }
        keys.append(key)
        if !places.isEmpty {
            places[key] = keys.count - 1
        } else if keys.count > 16 {
            for (place, key) in keys.enumerated() { places[key] = place }
        }
        roles.append(KeyRole(key))
        return keys.count - 1
    }

    /// Numbers the keys whose values `text` asks for; whether there are any.
    mutating func number(in text: String) -> Bool {
        guard text.has(UInt8(ascii: "$")), let text = VariableText(text) else { return false }
        var hasKeys = false
        for case .key(let name, _) in text.parts {
            _ = number(name)
            hasKeys = true
        }
        return hasKeys
    }
}
