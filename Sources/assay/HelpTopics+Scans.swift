extension HelpTopic {
    static let formats = HelpTopic(
        name: "formats", summary: "how reports are written, and for whom",
        text: """
            --format FORMAT writes the report on stdout so; --output FORMAT=FILE writes it
            to a file as well, whole or not at all, and may be given several times.

              table     for a terminal (the default)
              markdown  for a summary of a pipeline or a ticket
              html      one page with plots, search and evidence, for a browser
              json      everything, for programs
              jsonl     a line for each finding
              csv       for a spreadsheet
              ocsf      Compliance Findings of OCSF, for a data lake
              asff      for AWS Security Hub
              sarif     for code scanning
              junit     for the test pages of a pipeline
              oscal     assessment results, for auditors

            In each of them what is unknown is told apart, never shown as a pass.
            --quiet leaves out all but failures, what is unknown, and counts; --verbose
            adds what passed and the evidence. NO_COLOR turns colours off, and COLUMNS
            sets the width of the table.

            """)

    static let history = HelpTopic(
        name: "history", summary: "where scans are remembered, and what can be asked of them",
        text: """
            Every scan goes into an SQLite file that only you can read: --store FILE, else
            assay/history.db in XDG_STATE_HOME, else ~/.local/state/assay/history.db.
            --no-store leaves a scan out.

              assay history              the scans, the latest first
              assay history ARN          the life of a resource's findings; also of a check
              assay diff                 the last scan and the one before it
              assay diff 17 latest       any two
              assay run --new-only       report only failures that are new
              assay run --fail-on new    fail only for those

            """)

    static let policies = HelpTopic(
        name: "policies", summary: "how policies are judged, and how to ask about one",
        text: """
            assay decides for a resource policy who outside the account can use the
            resource: anyone (public), someone outside who could be talked into it through
            a service, a narrower public, other accounts, or nobody (private). A public
            verdict comes with a witness: a request that the policy really allows. Where
            something can't be settled the verdict is undecided, with what it is at least
            and at most; a check then reports unknown.

              assay policy explain FILE --resource ARN    verdict, witness, what to change
              assay policy simulate FILE --resource ARN --action A --principal P
              assay policy diff OLD NEW --resource ARN    what a change opens and closes

            --trust ID and --organization ID name those who are no outsiders. Several files
            are judged as one set. explain --jsonl answers many policies from stdin, a line
            of JSON each.

            """)

    static let regions = HelpTopic(
        name: "regions", summary: "which regions are scanned",
        text: """
            --region NAME, several with commas or by giving the flag several times; else
            AWS_REGION, else the profile's region: one, as with the AWS CLI.

            --region all asks EC2 which regions are enabled for the account, and Account
            management if EC2 refuses. If both refuse, the scope is unknown and the exit
            status says so: there is no list from memory. A region where a service does
            not exist is told in the report.

            """)

    static let resume = HelpTopic(
        name: "resume", summary: "how to go on with a scan that was ended, and to keep one",
        text: """
            A scan writes what AWS said to assay-scan.log as it arrives, and removes it
            when it ends. After Ctrl-C, a crash or a kill:

              assay run --resume         with the same flags; nothing that is recorded is
                                         asked for again

            Ctrl-C ends the calls in flight and prints the report of what was seen, the
            rest as gaps; a second one ends at once.

            --save LOG keeps the log: assay evaluate LOG judges it again without a call,
            and assay scrub LOG makes one that can be shown to others. No log holds keys
            or tokens, but it does hold names and policies: it is private to you.

            """)
}
