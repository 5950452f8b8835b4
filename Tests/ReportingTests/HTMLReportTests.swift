import Documents
import Files
import Findings
import Reporting
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct HTMLReportTests {
    private static let page = try? ReportFormat.html.text(
        SampleReport.report, ReportOptions(changes: SampleReport.changes))

    private func page() throws -> String { try #require(Self.page) }

    /// What `command` prints.
    private func output(_ command: String) throws -> String {
        let folder = try TemporaryFolder()
        _ = system("(\(command)) > '\(folder.path)/out' 2> '\(folder.path)/err'")
        return try Files.text("\(folder.path)/out")
    }

    private func between(_ start: String, _ end: String, in text: String) throws -> String {
        let from = try #require(text.firstRange(of: start)?.upperBound)
        let to = try #require(text[from...].firstRange(of: end)?.lowerBound)
        return String(text[from..<to])
    }

    @Test(arguments: [("<style>", "</style>"), ("<script>", "</script>")])
    func `the page's policy knows its style and its script by their digests`(start: String, end: String)
        throws
    {
        let page = try page()
        let folder = try TemporaryFolder()
        try Files.write(Array(try between(start, end, in: page).utf8), to: "\(folder.path)/part")
        let digest = try output("openssl dgst -sha256 -binary '\(folder.path)/part' | openssl base64")
        #expect(page.contains("'sha256-\(digest.filter { $0 != "\n" })'"))
    }

    @Test func `nothing of AWS becomes markup`() throws {
        let page = try page()
        #expect(page.split(separator: "<script", omittingEmptySubsequences: false).count == 2)
        #expect(page.split(separator: "</script", omittingEmptySubsequences: false).count == 2)
        #expect(!page.contains("<b>owner"))
        #expect(!page.contains("href=\"javascript"))
        #expect(!page.contains(" style=\"") && !page.contains(" onclick"))
    }

    @Test func `nothing is loaded from anywhere`() throws {
        let page = try page()
        for word in ["src=", "@import", "url(", "fetch(", "XMLHttpRequest"] { #expect(!page.contains(word)) }
    }

    @Test func `the guilty statement is marked and the witness shown as a request`() throws {
        let page = try page()
        let marked = try between("<mark>", "</mark>", in: page)
        #expect(marked.contains("&quot;Sid&quot;"))
        #expect(page.contains("principal  arn:aws:iam::999988887777:user/outsider"))
        #expect(page.contains("context    aws:SourceIp = 203.0.113.7"))
    }

    // The basics of accessibility that can be read off the page.

    @Test func `headings, labels, names and ids are as a screen reader needs them`() throws {
        let page = try page()
        #expect(page.contains("<html lang=\"en\">"))
        #expect(page.contains("<title>Compliance report, 2026-11-23</title>"))
        func tags(_ name: String) -> [Substring] {
            page.split(separator: "<\(name)", omittingEmptySubsequences: false).dropFirst().map {
                $0.prefix { $0 != ">" }
            }
        }
        #expect(tags("h1").count == 1)
        for svg in tags("svg ") { #expect(svg.contains("role=\"img\"") && svg.contains("aria-label=\"")) }
        for cell in tags("th ") { #expect(cell.contains("scope=")) }
        let labels = page.split(separator: "<label").dropFirst().map { $0.prefix { $0 != "/" } }
        #expect(labels.count == tags("input ").count + tags("select ").count)
        let ids = page.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(Set(ids).count == ids.count)
        for link in page.split(separator: "href=\"#").dropFirst().map({ $0.prefix { $0 != "\"" } }) {
            #expect(ids.contains(link), "\(link)")
        }
    }

    /// Pairs of text and ground, by the names of the colours.
    @Test(arguments: [
        ("ink", "bg"), ("ink", "card"), ("soft", "card"), ("soft", "bg"), ("link", "card"), ("link", "bg"),
        ("fail", "failbg"), ("fail", "card"), ("unknown", "unknownbg"), ("unknown", "card"),
        ("accepted", "acceptedbg"), ("manual", "manualbg"), ("pass", "passbg"), ("not-applicable", "nabg"),
        ("ink", "mark"), ("ink", "code"), ("fail", "nabg"), ("pass", "nabg"),
    ])
    func `text can be told from its ground, in the light and in the dark`(text: String, ground: String) throws
    {
        let style = try between("<style>", "</style>", in: page())
        let dark = try #require(style.firstRange(of: "prefers-color-scheme:dark"))
        for theme in [style[..<dark.lowerBound], style[dark.upperBound...]] {
            func luminance(_ name: String) throws -> Double {
                let start = try #require(theme.firstRange(of: "--\(name):#")?.upperBound)
                var digits = Array(theme[start...].prefix { $0.isHexDigit })
                if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
                let parts = try [0, 2, 4].map { place -> Double in
                    let value = Double(try #require(Int(String(digits[place...place + 1]), radix: 16))) / 255
                    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
                }
                return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
            }
            let (a, b) = (try luminance(text), try luminance(ground))
            #expect((max(a, b) + 0.05) / (min(a, b) + 0.05) >= 4.5, "\(text) on \(ground)")
        }
    }

    // In a browser.

    private static let browser: String? = {
        for name in ["chromium", "chromium-browser", "google-chrome"] {
            for folder in ["/usr/bin", "/usr/local/bin"] where Files.exists("\(folder)/\(name)") {
                return "\(folder)/\(name)"
            }
        }
        print("browser: skipped, there is no chromium here")
        return nil
    }()

    private func browse(_ arguments: String, _ page: [UInt8]) throws -> (
        output: String, folder: TemporaryFolder
    ) {
        let folder = try TemporaryFolder()
        try Files.write(page, to: "\(folder.path)/page.html")
        let browser = try #require(Self.browser)
        let text = try output(
            "cd '\(folder.path)' && timeout 60 '\(browser)' --headless --no-sandbox --disable-gpu --user-data-dir='\(folder.path)/profile' \(arguments) 'file://\(folder.path)/page.html'"
        )
        return (text, folder)
    }

    @Test(.enabled(if: browser != nil), arguments: [(1280, 1600, "1"), (1280, 1600, "0"), (500, 1600, "1")])
    func `a browser draws it, wide and narrow, light and dark`(width: Int, height: Int, scheme: String) throws
    {
        let (_, folder) = try browse(
            "--hide-scrollbars --window-size=\(width),\(height) --blink-settings=preferredColorScheme=\(scheme) --screenshot='shot.png'",
            Array(try page().utf8))
        let png = try Files.read("\(folder.path)/shot.png")
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(png[16..<20].reduce(0) { $0 << 8 | Int($1) } == width)
        // A blank page of this size takes some 8 KB.
        #expect(png.count > 40_000)
    }

    @Test(.enabled(if: browser != nil))
    func `its script runs under its policy, and no other does`() throws {
        var page = try page()
        page = page.replacing("</main>", with: "<script>document.title='injected'</script></main>")
        let (dom, _) = try browse("--dump-dom", Array(page.utf8))
        #expect(dom.contains("12 findings</output>"))
        #expect(dom.contains("<option value=\"fail\">fail (4)</option>"))
        #expect(!dom.contains("<title>injected</title>"))
    }

    @Test func `evidence too large for the page is left to the other formats, and said to be`() throws {
        let options = ReportOptions(evidenceLimit: 4_000)
        let page = try ReportFormat.html.text(SampleReport.report, options)
        #expect(page.split(separator: "The evidence is in the other formats").count > 2)
        #expect(page.contains("<mark>"))
    }

    @Test func `findings stay small enough for a browser, 10,000 of them below 15 MB`() throws {
        func size(_ count: Int) throws -> Int {
            var size = 0
            try ReportFormat.html.write(SampleReport.large(count)) { size += $0.count }
            return size
        }
        let few = try size(100)
        #expect(few + (try size(200) - few) * 99 <= 15_000_000)
    }
}
