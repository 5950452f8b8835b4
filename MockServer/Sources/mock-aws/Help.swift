enum Help {
    static let text = """
        mock-aws answers as AWS does, from recordings with state.

          mock-aws serve --world MockServer/Worlds/demo --port 4566
          aws --endpoint-url http://127.0.0.1:4566 sesv2 list-email-identities
          mock-aws generate --seed 7 --identities 10000 --topics 100 --world /tmp/big --truth /tmp/truth.jsonl

        Commands
          serve              serve worlds; the first line on stdout is `listening on http://127.0.0.1:PORT`
          generate           write a world of any size, made from a seed, and the truth about it
          worlds validate    check every exchange of a world against the service models
          operations         list what is answered from state, service by service

        Options of serve
          --world PATH       a folder of exchanges, or a log of lines; may be given several times
          --port N           the port; 0, the default, picks a free one
          --listen ADDRESS   the address; 127.0.0.1 by default, any other one is reachable by others
          --auth MODE        strict (default), lenient or off
          --rates SPEED      enforce the published rates: aws, or a factor such as 100 to speed time up
          --faults FILE      faults to inject, as JSON; see docs/mock.md
          --seed N           the seed of everything drawn by lot
          --tls-cert FILE --tls-key FILE    speak HTTPS with a certificate and key in PEM
          --journal N        how many requests the journal remembers (1000)
          --no-reload        do not read the world again when its files change
          --quiet            say nothing but the first line

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
