import AWSWire
import Testing

@Suite struct SecretTests {
    @Test func `secrets do not print`() {
        let session = Credentials(
            accessKeyID: "AKID", secretAccessKey: Secret("hush-key"), sessionToken: Secret("hush-token"))
        var dumped = ""
        dump(session, to: &dumped)
        for text in ["\(session)", String(reflecting: session), dumped] { #expect(!text.contains("hush")) }
    }
}
