enum Help {
    static let text = """
        mock-aws answers as AWS does, from recordings with state.

          mock-aws generate --identities 100 --world /tmp/mail && mock-aws serve --world /tmp/mail --port 4566
              a world made from a seed, served until Ctrl-C; now, in another terminal:

          AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY \\
          aws --endpoint-url http://127.0.0.1:4566 --region eu-west-1 sesv2 list-email-identities
              the AWS CLI asks the mock; curl http://127.0.0.1:4566/_mock/requests shows what it asked

          AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY \\
          mock-aws record --upstream http://127.0.0.1:4566 --world /tmp/recorded --port 4567
              what is asked at port 4567 is passed on, and becomes a world; without --upstream it is AWS that is asked

        Commands
          serve              serve worlds; the first line on stdout is `listening on http://127.0.0.1:PORT`
          record             pass requests on, signed anew, and write a world from what comes back, scrubbed
          generate           write a world of any size, made from a seed, and the truth about it
          worlds validate    check every exchange of a world against the service models
          operations         list what is answered, and from where; with --world also what a world has

        Options of serve
          --world PATH       a folder of exchanges, or a log of lines; may be given several times
          --auth MODE        strict (default), lenient or off
          --rates SPEED      enforce the published rates: aws, or a factor such as 100 to speed time up
          --faults FILE      faults to inject, as JSON; see docs/mock.md
          --seed N           the seed of everything drawn by lot
          --journal N        how many requests the journal remembers (1000)
          --log FILE         append a line of JSON for each request, as the journal has it
          --no-reload        do not read the world again when its files change

        Options of record
          --world DIR        the folder to write, or to go on with; needed
          --upstream URL     who is asked; by default AWS, by service and region
          --profile NAME     the profile whose credentials sign; by default what the environment leads to
          --keep WORDS       words and domains that stay as they are, with commas; all other names are replaced
          --secret NAME      a member all of whose text is a secret, besides those that are known to be

        Options of both
          --port N           the port; 0, the default, picks a free one
          --listen ADDRESS   the address; 127.0.0.1 by default, any other one is reachable by others
          --tls              speak HTTPS with a certificate made for this run; the second line on stdout is
                             `certificate authority: FILE`, for AWS_CA_BUNDLE or curl --cacert
          --tls-ca FILE      the same, with the authority's certificate in FILE
          --tls-name NAME    the same, with one more name or address in the certificate
          --tls-cert FILE --tls-key FILE    speak HTTPS with a certificate and key in PEM
          --quiet            say nothing but those lines

        Options of generate
          --world DIR        the folder to write; needed
          --truth FILE       the right verdict of each identity and topic, a JSON object on each line
          --seed N           the same seed makes the same world (1)
          --accounts N       how many accounts (1); --account ID names the first
          --regions LIST     names with commas, or how many of the usual ones (eu-west-1)
          --identities N     in all (100)
          --topics N         in all (10)

        Clients sign with the example key AKIAIOSFODNN7EXAMPLE and its secret from AWS's documentation
        (account 111122223333), or with a key that the world lists. The journal and the controls are under /_mock/.
        """
}
