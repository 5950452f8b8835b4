extension HelpTopic {
    static let writingChecks = HelpTopic(
        name: "writing-checks", summary: "how a check is written, tested and found",
        text: """
            A check is a YAML file in a folder of checks: one question asked of one type
            of resource. Beside it lies its test, ID.test.yaml: what AWS answers, and the
            finding that is expected. Nothing is compiled.

              assay checks new sns_topic_named --resource sns.topic
              assay checks validate      every mistake, with file, line and column
              assay checks test ID       its cases, without AWS
              assay run --check ID --save scan.log
              assay evaluate scan.log --check ID

            The folder is ./checks.d, else the one installed with assay, else assay/checks.d
            in XDG_CONFIG_HOME or ~/.config. --checks DIR names others; given several times
            the folders are laid over each other, and one id in two of them is a mistake
            unless --allow-override says that the later one holds. The report names the
            folders and their digests.

            assay checks schema prints JSON Schemas, with which editors complete checks.

            """)

    static let credentials = HelpTopic(
        name: "credentials", summary: "where the keys for AWS come from, and what they must allow",
        text: """
            assay finds credentials as the AWS CLI does, in this order: the environment
            (AWS_ACCESS_KEY_ID and its kin), the profile of --profile or AWS_PROFILE in the
            shared config and credentials files (keys, roles with source_profile or
            credential_source, MFA, SSO, aws login, credential_process, web identity), then
            what a container or an EC2 instance offers. Where there are none, the error
            tells what was tried and why each failed.

            Other accounts are entered with a role: --role-arn ARN (several), a YAML file
            with --accounts FILE, or every active account of the organisation with
            --organization --role-name NAME. The account that the credentials are of is
            scanned with them as they are.

            What a scan needs is printed by assay plan, as an IAM policy. assay run only
            reads: calls that change something or that return secrets are never sent.

            """)

    static let exceptions = HelpTopic(
        name: "exceptions", summary: "how a finding is accepted, by whom and until when",
        text: """
            An exception accepts findings of one check. It is an entry of a YAML file,
            assay-exceptions.yaml where it is there, or the one of --exceptions FILE:

              exceptions:
                - check: sns_topic_not_publicly_accessible
                  resource: "arn:aws:sns:*:*:public-feed"
                  reason: a feed for everyone
                  owner: team-a
                  expiry: 2027-03-31

            Reason, owner and expiry are needed; account, region and ticket may be added.
            An accepted finding stays in the report, marked, and does not count for the
            exit status. After its last day it counts again. What ends within 30 days, and
            what matched nothing, is noted in the report.

              assay exceptions list      with what has ended or soon will
              assay exceptions add       writes an entry

            """)

    static let exitStatus = HelpTopic(
        name: "exit-codes", summary: "what the exit status says",
        text: """
            assay run and assay evaluate, the first that holds:
              2  usage, configuration or credentials are wrong, or no account could be
                 entered: nothing was judged
              1  a finding at or above the threshold failed and is not accepted
              3  a finding at or above the threshold is unknown and not accepted, or part
                 of the scope could not be seen
              0  otherwise

            The threshold is --fail-on: a severity (default: low), or new for failures
            that were not there when last looked at. A check that only a person can
            answer does not change the status.

            Other commands:
              0  yes, or done
              1  no: tests failed, a policy is public, things differ
              2  wrong use, or it could not be done

            """)
}
