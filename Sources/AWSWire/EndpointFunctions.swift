import Documents

/// The functions of endpoint rules that need nothing but their arguments.
enum EndpointFunctions {
    static func call(_ name: String, _ arguments: [Value?]) throws(EndpointFailure) -> Value? {
        func text(_ index: Int) -> String? {
            arguments.indices.contains(index) ? arguments[index]?.string : nil
        }
        func flag(_ index: Int) -> Bool {
            (arguments.indices.contains(index) ? arguments[index]?.bool : nil) ?? false
        }
        switch name {
        case "not":
            let value = arguments.first.flatMap { $0 }
            return .bool(value == nil || value == .some(.bool(false)))
        case "booleanEquals", "stringEquals":
            guard arguments.count == 2, let a = arguments[0], let b = arguments[1] else { return false }
            return .bool(a == b)
        case "getAttr":
            return arguments.first.flatMap { $0 }.flatMap { value in text(1).flatMap { attribute(value, $0) }
            }
        case "substring":
            guard let source = text(0), let start = arguments[1]?.int, let end = arguments[2]?.int else {
                return nil
            }
            return substring(source, start, end, fromEnd: flag(3)).map(Value.string)
        case "uriEncode": return text(0).map { .string(Percent.encode($0)) }
        case "parseURL": return text(0).flatMap(url)
        case "isValidHostLabel": return .bool(text(0).map { isHostLabel($0, allowsDots: flag(1)) } ?? false)
        case "aws.isVirtualHostableS3Bucket":
            return .bool(text(0).map { isVirtualHostable($0, allowsDots: flag(1)) } ?? false)
        case "aws.parseArn": return text(0).flatMap(arn)
        case "split":
            guard let source = text(0), let separator = text(1), !separator.isEmpty else { return nil }
            return .array(split(source, separator, limit: arguments.count > 2 ? arguments[2]?.int ?? 0 : 0))
        case "ite":
            guard arguments.count == 3 else { return nil }
            return flag(0) ? arguments[1] : arguments[2]
        default: throw EndpointFailure("the endpoint's rules use a function that is not known: \(name)")
        }
    }

    /// A part of a value by a path like `resourceId[0]` or `dnsSuffix`.
    static func attribute(_ value: Value, _ path: String) -> Value? {
        var value = value
        for part in path.split(separator: ".") {
            let name = part.prefix { $0 != "[" }
            if !name.isEmpty {
                guard let inner = value[String(name)] else { return nil }
                value = inner
            }
            for index in part.dropFirst(name.count).split(separator: "[") {
                guard var place = Int(index.dropLast()), let items = value.array else { return nil }
                if place < 0 { place += items.count }
                guard items.indices.contains(place) else { return nil }
                value = items[place]
            }
        }
        return value
    }

    private static func substring(_ text: String, _ start: Int, _ end: Int, fromEnd: Bool) -> String? {
        let bytes = Array(text.utf8)
        guard start >= 0, start < end, bytes.count >= end, bytes.allSatisfy({ $0 < 128 }) else { return nil }
        let range = fromEnd ? bytes.count - end..<bytes.count - start : start..<end
        return String(decoding: bytes[range], as: UTF8.self)
    }

    private static func split(_ text: String, _ separator: String, limit: Int) -> [Value] {
        var parts = [Value]()
        var part = ""
        var rest = Substring(text)
        while !rest.isEmpty {
            if rest.hasPrefix(separator), limit <= 0 || parts.count < limit - 1 {
                parts.append(.string(part))
                part = ""
                rest = rest.dropFirst(separator.count)
            } else {
                part.append(rest.removeFirst())
            }
        }
        return parts + [.string(part)]
    }

    private static func isHostLabel(_ text: String, allowsDots: Bool) -> Bool {
        if !allowsDots { return HostLabel.isValid(text) }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            HostLabel.isValid(String($0))
        }
    }

    private static func isVirtualHostable(_ bucket: String, allowsDots: Bool) -> Bool {
        let bytes = Array(bucket.utf8)
        guard (3...63).contains(bytes.count), isHostLabel(bucket, allowsDots: allowsDots), !isIPv4(bucket)
        else {
            return false
        }
        return bytes.allSatisfy { !(65...90).contains($0) }
    }

    static func isIPv4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in Int(part).map { (0...255).contains($0) } ?? false }
    }

    private static func url(_ text: String) -> Value? {
        let scheme = text.hasPrefix("https://") ? "https" : text.hasPrefix("http://") ? "http" : nil
        guard let scheme, !text.utf8.contains(63), !text.utf8.contains(35) else { return nil }
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" }
        let path = String(rest.dropFirst(authority.count))
        guard !authority.isEmpty, !authority.utf8.contains(64) else { return nil }
        var host = authority
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            guard let port = Int(authority[authority.index(after: colon)...]), (0...65535).contains(port)
            else {
                return nil
            }
            host = authority[..<colon]
        }
        let isIP = isIPv4(String(host)) || host.hasPrefix("[")
        let normalized = path.isEmpty || path == "/" ? "/" : path.hasSuffix("/") ? path : path + "/"
        return [
            "scheme": .string(scheme), "authority": .string(String(authority)),
            "path": .string(path), "normalizedPath": .string(normalized), "isIp": .bool(isIP),
        ]
    }

    private static func arn(_ text: String) -> Value? {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(
            String.init)
        guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, !parts[2].isEmpty, !parts[5].isEmpty
        else {
            return nil
        }
        let resource = parts[5].split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "/" }
        return [
            "partition": .string(parts[1]), "service": .string(parts[2]), "region": .string(parts[3]),
            "accountId": .string(parts[4]), "resourceId": .array(resource.map { .string(String($0)) }),
        ]
    }
}
