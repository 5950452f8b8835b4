internal import AWSWire
internal import CCurl
internal import Glibc

/// One transfer of libcurl's at a time, its buffers kept for the next.
///
/// Used by the thread of one ``CurlLoop`` alone. <https://curl.se/libcurl/c/libcurl-easy.html>
final class CurlHandle {
    let easy: UnsafeMutableRawPointer
    /// The number of the request under way, as the transport counts them.
    var number: UInt64 = 0
    /// The host that the request under way goes to.
    var host: CurlHost?
    /// Who waits for the reply.
    var waiter: UnsafeContinuation<Result<TransportResponse, TransportFailure>, Never>?

    private var headerLines = [UInt8]()
    private var body = [UInt8]()
    private var limit = 0
    private var isTooLarge = false

    // libcurl keeps pointers into these four while a transfer runs; they change in `prepare` alone.
    private var sent = [UInt8]()
    private var lines = [UInt8]()
    private var starts = [Int]()
    private var list = [curl_slist]()
    private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    private let settings: TransportSettings
    private var method = ""
    private var isDirect: Bool?

    init(_ settings: TransportSettings, _ sockets: CurlSockets) throws(TransportFailure) {
        guard let easy = curl_easy_init() else {
            message.deallocate()
            throw TransportFailure(.request, "libcurl has no memory left")
        }
        self.easy = easy
        self.settings = settings
        message[0] = 0
        let this = Unmanaged.passUnretained(self).toOpaque()
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_PATH_AS_IS, 1)
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        // Kerberos is not part of a release: see .ci/static.
        try set(CURLOPT_SOCKS5_AUTH, assay_curl_auth_basic)
        try set(CURLOPT_LOW_SPEED_LIMIT, 1)
        if let path = settings.certificateAuthorities { try set(CURLOPT_CAINFO, path) }
        try check(assay_curl_set_pointer(easy, CURLOPT_PRIVATE, this))
        try check(assay_curl_set_pointer(easy, CURLOPT_WRITEDATA, this))
        try check(assay_curl_set_pointer(easy, CURLOPT_HEADERDATA, this))
        try check(assay_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, message))
        try check(
            assay_curl_set_sockets(
                easy,
                { sockets, socket, _ in
                    CurlSockets.of(sockets).add(socket)
                    return CURL_SOCKOPT_OK
                },
                { sockets, socket in
                    CurlSockets.of(sockets).close(socket)
                    return 0
                }, sockets.pointer))
        try check(
            assay_curl_set_callback(easy, CURLOPT_WRITEFUNCTION) {
                CurlHandle.of($3).receive(body: $0, $1 * $2)
            })
        try check(
            assay_curl_set_callback(easy, CURLOPT_HEADERFUNCTION) {
                CurlHandle.of($3).receive(header: $0, $1 * $2)
            })
    }

    deinit {
        curl_easy_cleanup(easy)
        message.deallocate()
    }

    /// The handle that libcurl hands back as a bare pointer.
    static func of(_ pointer: UnsafeMutableRawPointer?) -> CurlHandle {
        Unmanaged<CurlHandle>.fromOpaque(pointer!).takeUnretainedValue()
    }

    private func check(_ code: CURLcode) throws(TransportFailure) {
        guard code == CURLE_OK else {
            throw TransportFailure(.request, String(cString: curl_easy_strerror(code)))
        }
    }

    private func set(_ option: CURLoption, _ value: Int) throws(TransportFailure) {
        try check(assay_curl_set_long(easy, option, value))
    }

    private func set(_ option: CURLoption, _ value: String?) throws(TransportFailure) {
        try check(assay_curl_set_text(easy, option, value))
    }

    /// Makes the handle ready to send `request`.
    func prepare(_ request: TransportRequest) throws(TransportFailure) {
        headerLines.removeAll(keepingCapacity: true)
        headerLines.reserveCapacity(512)
        body.removeAll(keepingCapacity: body.capacity <= 1 << 20)
        limit = request.limits.responseBytes
        isTooLarge = false
        message[0] = 0
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_CONNECTTIMEOUT_MS, request.limits.connectMilliseconds)
        try set(CURLOPT_TIMEOUT_MS, request.limits.totalMilliseconds)
        try set(CURLOPT_LOW_SPEED_TIME, request.limits.silentSeconds)
        if isDirect != request.isDirect { try setProxies(request) }
        let hasBody = !request.body.isEmpty || request.method == "POST" || request.method == "PUT"
        try setHeaders(request.headers, hasBody: hasBody)
        try setBody(request, hasBody: hasBody)
    }

    private func setProxies(_ request: TransportRequest) throws(TransportFailure) {
        let proxies = request.isDirect ? Proxies() : settings.proxies
        let isSecure = request.url.hasPrefix("https:")
        // Empty rather than unset: libcurl would read the environment on its own.
        try set(CURLOPT_PROXY, (isSecure ? proxies.https : proxies.http) ?? "")
        try set(CURLOPT_NOPROXY, proxies.exceptions ?? "")
        isDirect = proxies.http == proxies.https ? request.isDirect : nil
    }

    /// A list of libcurl's made in place: its nodes and their text live in two arrays that are kept.
    private func setHeaders(_ headers: [(name: String, value: String)], hasBody: Bool)
        throws(TransportFailure)
    {
        lines.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        for header in headers {
            let start = lines.count
            starts.append(start)
            lines.append(header.name)
            if header.value.isEmpty {
                lines.append(UInt8(ascii: ";"))
            } else {
                lines.append(UInt8(ascii: ":"))
                lines.append(UInt8(ascii: " "))
                lines.append(header.value)
            }
            // All of them, without a way out: many bytes at a time.
            let controls = lines.withUnsafeBufferPointer { lines in
                UnsafeBufferPointer(rebasing: lines[start...]).reduce(0 as UInt8) {
                    $0 | (($1 < 32 ? 1 : 0) & ($1 != 9 ? 1 : 0))
                }
            }
            guard controls == 0 else {
                throw TransportFailure(.request, "the header \(header.name) holds a control character")
            }
            lines.append(0)
        }
        // What libcurl would add on its own was not signed.
        for name in hasBody ? ["Accept", "Expect", "Content-Type"] : ["Accept"]
        where !headers.contains(where: {
            $0.name.utf8.count == name.utf8.count
                && ($0.name == name || $0.name.lowercased() == name.lowercased())
        }) {
            starts.append(lines.count)
            lines += name.utf8
            lines.append(UInt8(ascii: ":"))
            lines.append(0)
        }
        list.removeAll(keepingCapacity: true)
        list.reserveCapacity(starts.count)
        let first: UnsafeMutablePointer<curl_slist>? = lines.withUnsafeMutableBytes { lines in
            let text = lines.baseAddress!.assumingMemoryBound(to: CChar.self)
            for start in starts { list.append(curl_slist(data: text + start, next: nil)) }
            return list.withUnsafeMutableBufferPointer { list in
                for place in 1..<list.count { list[place - 1].next = list.baseAddress! + place }
                return list.baseAddress
            }
        }
        try check(assay_curl_set_pointer(easy, CURLOPT_HTTPHEADER, first))
    }

    private func setBody(_ request: TransportRequest, hasBody: Bool) throws(TransportFailure) {
        sent = request.body
        if hasBody {
            let start = sent.withUnsafeBytes { $0.baseAddress }
            try set(CURLOPT_POST, 1)
            try check(assay_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(sent.count)))
            try check(
                assay_curl_set_pointer(
                    easy, CURLOPT_POSTFIELDS, sent.isEmpty ? UnsafeRawPointer(message) : start))
        } else {
            try set(CURLOPT_HTTPGET, 1)
            if request.method == "HEAD" { try set(CURLOPT_NOBODY, 1) }
        }
        let custom =
            request.method == (hasBody ? "POST" : "GET") || request.method == "HEAD" ? nil : request.method
        if custom != nil || !method.isEmpty { try set(CURLOPT_CUSTOMREQUEST, custom) }
        method = custom ?? ""
    }

    private func receive(body bytes: UnsafePointer<CChar>?, _ count: Int) -> Int {
        guard body.count + count <= limit else {
            isTooLarge = true
            return 0
        }
        body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    private func receive(header bytes: UnsafePointer<CChar>?, _ count: Int) -> Int {
        let line = UnsafeRawBufferPointer(start: bytes, count: count)
        if count > 5, line[0] == UInt8(ascii: "H"), line[1] == UInt8(ascii: "T"),
            line[2] == UInt8(ascii: "T"),
            line[3] == UInt8(ascii: "P"), line[4] == UInt8(ascii: "/")
        {
            headerLines.removeAll(keepingCapacity: true)
            return count
        }
        guard headerLines.count + count <= 1 << 18 else {
            isTooLarge = true
            return 0
        }
        headerLines.append(contentsOf: line)
        return count
    }

    /// What the transfer that ended with `code` came to.
    func outcome(_ code: CURLcode) -> Result<TransportResponse, TransportFailure> {
        if isTooLarge {
            return .failure(TransportFailure(.size, "the reply is larger than \(limit) bytes"))
        }
        guard code == CURLE_OK else {
            let text = message[0] != 0 ? String(cString: message) : String(cString: curl_easy_strerror(code))
            return .failure(TransportFailure(TransportFailure.Kind(code), text))
        }
        var status = 0
        _ = assay_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        let response = TransportResponse(status: status, headerLines: headerLines, body: body)
        // The reply keeps the arrays; the handle starts with new ones.
        headerLines = []
        body = []
        sent = []
        return .success(response)
    }
}

extension TransportFailure.Kind {
    /// <https://curl.se/libcurl/c/libcurl-errors.html>
    init(_ code: CURLcode) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .resolve
        case CURLE_COULDNT_CONNECT, CURLE_PROXY, CURLE_INTERFACE_FAILED: self = .connect
        case CURLE_OPERATION_TIMEDOUT: self = .timeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_USE_SSL_FAILED:
            self = .tls
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE: self = .reset
        case CURLE_FILESIZE_EXCEEDED: self = .size
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2:
            self = .malformed
        case CURLE_URL_MALFORMAT, CURLE_BAD_FUNCTION_ARGUMENT: self = .request
        default: self = .connect
        }
    }
}
