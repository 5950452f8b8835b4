internal import CJansson

#if canImport(Glibc)
    internal import Glibc
#endif

/// JSON text in and out.
///
/// Reading is jansson's (<https://jansson.readthedocs.io>), strict: UTF-8, no repeated member, nothing behind the value.
public enum JSON {
    /// Why text is no JSON.
    public struct Failure: Error, Hashable, CustomStringConvertible {
        /// The line, from 1.
        public let line: Int
        /// The column, from 1, in bytes.
        public let column: Int
        /// What is wrong, in jansson's words.
        public let message: String

        init(line: Int, column: Int, message: String) {
            self.line = line
            self.column = column
            self.message = message
        }

        /// What is wrong at the byte `place` of `bytes`.
        init(_ message: String, at place: Int, in bytes: UnsafeRawBufferPointer) {
            let before = bytes[..<place]
            self.init(
                line: before.count { $0 == 0x0a } + 1, column: place - (before.lastIndex(of: 0x0a) ?? -1),
                message: message)
        }

        /// `line:column: message`.
        public var description: String { "\(line):\(column): \(message)" }
    }

    /// The value that `bytes` hold.
    ///
    /// Numbers without fraction that do not fit 64 bits are refused, as is nesting deeper than 2,048.
    public static func parse(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> Value {
        // jansson reads past the character 0 behind a number; nowhere does JSON have it as it is.
        if bytes.count > 0, let zero = memchr(bytes.baseAddress!, 0, bytes.count) {
            let place = UnsafeRawPointer(zero) - bytes.baseAddress!
            throw Failure("the character 0 is not escaped", at: place, in: bytes)
        }
        var error = json_error_t()
        let flags = size_t(JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL)
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        guard let start, let root = json_loadb(start, bytes.count, flags, &error) else {
            if start == nil { throw Failure(line: 1, column: 1, message: "there is no text") }
            let message = withUnsafeBytes(of: error.text) { text in
                String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
            }
            throw Failure(line: max(1, Int(error.line)), column: max(1, Int(error.column)), message: message)
        }
        defer { assay_release(root) }
        return value(root)
    }

    /// The value that `text` holds.
    public static func parse(_ text: String) throws(Failure) -> Value {
        var text = text
        var result: Result<Value, Failure>?
        text.withUTF8 { bytes in
            do throws(Failure) { result = .success(try parse(UnsafeRawBufferPointer(bytes))) } catch {
                result = .failure(error)
            }
        }
        return try result!.get()
    }

    /// The value that `bytes` hold.
    public static func parse(_ bytes: [UInt8]) throws(Failure) -> Value {
        var result: Result<Value, Failure>?
        bytes.withUnsafeBytes { bytes in
            do throws(Failure) { result = .success(try parse(bytes)) } catch { result = .failure(error) }
        }
        return try result!.get()
    }

    private static func assay_release(_ root: UnsafeMutablePointer<json_t>) { json_decref(root) }

    private static func value(_ node: UnsafeMutablePointer<json_t>) -> Value {
        switch node.pointee.type {
        case JSON_STRING: return .string(text(json_string_value(node), json_string_length(node)))
        case JSON_OBJECT:
            var members = [Object.Member]()
            members.reserveCapacity(json_object_size(node))
            var iterator = json_object_iter(node)
            while let at = iterator {
                let key = text(json_object_iter_key(at), json_object_iter_key_len(at))
                members.append((key, value(json_object_iter_value(at))))
                iterator = json_object_iter_next(node, at)
            }
            return .object(Object(members))
        case JSON_ARRAY:
            let count = json_array_size(node)
            return .array((0..<count).map { value(json_array_get(node, $0)) })
        case JSON_INTEGER: return .integer(Int(json_integer_value(node)))
        case JSON_REAL: return .number(json_real_value(node))
        case JSON_TRUE: return .bool(true)
        case JSON_FALSE: return .bool(false)
        default: return .null
        }
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }
}
