internal import CLibXML2

/// XML text in.
///
/// Reading is libxml2's (<https://gitlab.gnome.org/GNOME/libxml2>), without network, and a document type (the door to
/// entities) is refused.
public enum XML {
    /// An element.
    public struct Element: Sendable, Hashable {
        /// The local name.
        public var name: String
        /// The prefix of the name, where it has one.
        public var prefix: String?
        /// The attributes with the names as written (`xsi:type`), namespace declarations included (`xmlns`, `xmlns:x`).
        public var attributes: [String: String]
        /// The elements inside, in order.
        public var children: [Element]
        /// The text directly inside, joined; white space is kept.
        public var text: String

        /// An element.
        public init(
            name: String, prefix: String? = nil, attributes: [String: String] = [:], children: [Element] = [],
            text: String = ""
        ) {
            self.name = name
            self.prefix = prefix
            self.attributes = attributes
            self.children = children
            self.text = text
        }

        /// The first element inside called `name`.
        public subscript(_ name: String) -> Element? { children.first { $0.name == name } }
    }

    /// Why text is no XML that we read.
    public struct Failure: Error, Hashable, CustomStringConvertible {
        /// The line, from 1.
        public let line: Int
        /// What is wrong.
        public let message: String
        /// `line N: message`.
        public var description: String { "line \(line): \(message)" }
    }

    private static let deepest = 200

    /// The root element of the document in `bytes`.
    public static func parse(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> Element {
        guard let context = xmlNewParserCtxt() else { preconditionFailure("libxml2 is out of memory") }
        defer { xmlFreeParserCtxt(context) }
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
            | XML_PARSE_NOCDATA.rawValue
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        guard let start, bytes.count <= Int(Int32.max) else {
            throw Failure(line: 1, message: "there is no text")
        }
        let document = xmlCtxtReadMemory(context, start, Int32(bytes.count), nil, "UTF-8", Int32(options))
        guard let document else {
            let error = xmlCtxtGetLastError(context)?.pointee
            let message = error?.message.map { String(cString: $0) } ?? "not XML"
            throw Failure(
                line: max(1, Int(error?.line ?? 1)),
                message: String(message.prefix { $0 != "\n" }))
        }
        defer { xmlFreeDoc(document) }
        if document.pointee.intSubset != nil {
            throw Failure(line: 1, message: "a document type is not accepted")
        }
        guard let root = xmlDocGetRootElement(document) else {
            throw Failure(line: 1, message: "there is no element")
        }
        return try element(root, depth: 0)
    }

    /// The root element of the document in `bytes`.
    public static func parse(_ bytes: [UInt8]) throws(Failure) -> Element {
        var result: Result<Element, Failure>?
        bytes.withUnsafeBytes { bytes in
            do throws(Failure) { result = .success(try parse(bytes)) } catch { result = .failure(error) }
        }
        return try result!.get()
    }

    private static func element(_ node: xmlNodePtr, depth: Int) throws(Failure) -> Element {
        guard depth < deepest else {
            throw Failure(line: Int(xmlGetLineNo(node)), message: "nested too deep")
        }
        var result = Element(name: text(node.pointee.name) ?? "")
        result.prefix = text(node.pointee.ns?.pointee.prefix)
        var declaration = node.pointee.nsDef
        while let at = declaration {
            let name = text(at.pointee.prefix).map { "xmlns:\($0)" } ?? "xmlns"
            result.attributes[name] = text(at.pointee.href) ?? ""
            declaration = at.pointee.next
        }
        var attribute = node.pointee.properties
        while let at = attribute {
            let prefix = text(at.pointee.ns?.pointee.prefix).map { $0 + ":" } ?? ""
            var value = ""
            var part = at.pointee.children
            while let piece = part {
                value += text(piece.pointee.content) ?? ""
                part = piece.pointee.next
            }
            result.attributes[prefix + (text(at.pointee.name) ?? "")] = value
            attribute = at.pointee.next
        }
        var child = node.pointee.children
        while let at = child {
            switch at.pointee.type {
            case XML_ELEMENT_NODE: result.children.append(try element(at, depth: depth + 1))
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: result.text += text(at.pointee.content) ?? ""
            case XML_ENTITY_REF_NODE:
                throw Failure(
                    line: Int(xmlGetLineNo(at)), message: "an entity that is not XML's own is not accepted")
            default: break
            }
            child = at.pointee.next
        }
        return result
    }

    private static func text(_ start: UnsafePointer<xmlChar>?) -> String? {
        start.map { String(cString: $0) }
    }
}

extension XML {
    /// `text` with the characters replaced that XML gives a meaning to; control characters that XML 1.0 has no
    /// place for become U+FFFD.
    public static func escaped(_ text: String) -> String {
        var out = [UInt8]()
        return appendEscaped(text, to: &out) ? String(decoding: out, as: UTF8.self) : text
    }

    /// Appends ``escaped(_:)`` of `text`, and says whether anything was replaced.
    @discardableResult
    public static func appendEscaped(_ text: String, to out: inout [UInt8]) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            // No byte becomes more than six.
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 6 * bytes.count) { room in
                var count = 0
                var isChanged = false
                var place = 0
                func put(_ mark: StaticString) {
                    isChanged = true
                    for byte in UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount) {
                        room[count] = byte
                        count += 1
                    }
                }
                while place < bytes.count {
                    let byte = bytes[place]
                    switch byte {
                    case UInt8(ascii: "&"): put("&amp;")
                    case UInt8(ascii: "<"): put("&lt;")
                    case UInt8(ascii: ">"): put("&gt;")
                    case UInt8(ascii: "\""): put("&quot;")
                    case UInt8(ascii: "\r"): put("&#13;")
                    case 0..<9, 11..<32: put("\u{FFFD}")
                    case 0xEF
                    where place + 2 < bytes.count && bytes[place + 1] == 0xBF && bytes[place + 2] >= 0xBE:
                        // U+FFFE and U+FFFF.
                        put("\u{FFFD}")
                        place += 2
                    default:
                        room[count] = byte
                        count += 1
                    }
                    place += 1
                }
                out.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<count]))
                return isChanged
            }
        }
    }
}
