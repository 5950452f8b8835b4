import Documents
import IAMPolicy
import Testing

@Test func `statements of an identity's policy have no principal`() throws {
    let policy = try JSON.parse(
        #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}}"#
    )
    let one = try #require(statements(of: [(name: "p", document: policy)])?.array?.first?.object)
    #expect(one["Principal"] == nil)
    #expect(one["Action"] == ["sts:AssumeRole"])
    #expect(one["Resource"] == ["*"])
}

@Test func `what is no statement has no statements`() throws {
    let policy = try JSON.parse(
        #"{"Version": "2012-10-17", "Statement": {"Effect": "Perhaps", "Action": "sts:AssumeRole"}}"#)
    #expect(statements(of: [(name: "p", document: policy)]) == nil)
}
