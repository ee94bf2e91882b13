/// An authority that nobody else trusts, and a relay's certificate by it for `localhost`. Valid for a hundred years,
/// and for nothing but these tests.
enum TestCertificate {
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBiDCCAS+gAwIBAgIUN0JMFqYY+vNxu5XMMeGZYVl/0fkwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTIyMDYxNjQ5WhgPMjEy
        NjEwMjkwNjE2NDlaMBkxFzAVBgNVBAMMDlRlc3QgYXV0aG9yaXR5MFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAEQiOGuHX3eWk/bIRhtBWa34y8NF+Anff8TSJeA8x7
        j8cecn9dllB7Rey2zhwxw9msQIfvWvhKFwk85hgADiQ6w6NTMFEwHQYDVR0OBBYE
        FHmVLRY8nVNKUWuRJAXXMDdx0e4xMB8GA1UdIwQYMBaAFHmVLRY8nVNKUWuRJAXX
        MDdx0e4xMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgK3Hoe94r
        Wwq2qTBph1bgZB30PhAAp2cQbj+q7OrTe9kCIEKf/++1qg7Wn3aNs6RhKI25qNp6
        d49uDmtGJbQui9J/
        -----END CERTIFICATE-----
        """

    static let relay = """
        -----BEGIN CERTIFICATE-----
        MIIBqjCCAU+gAwIBAgIUVp+scF5RYr4ARE7NX7ISwqYU6yMwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTIyMDYxNjQ5WhgPMjEy
        NjEwMjkwNjE2NDlaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEG
        CCqGSM49AwEHA0IABGKv6JaorNkA9nqkaYIzxb/0h/5Ja1+F9Fd1hib2dLcTqOl2
        Ra0ls7Ai3gmr8ep/PEYNCj0GpPUcYleNZnVfkz6jeDB2MBQGA1UdEQQNMAuCCWxv
        Y2FsaG9zdDAJBgNVHRMEAjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB0GA1UdDgQW
        BBQa9UdiwnuKwI8mnFUQLYR0RFjbijAfBgNVHSMEGDAWgBR5lS0WPJ1TSlFrkSQF
        1zA3cdHuMTAKBggqhkjOPQQDAgNJADBGAiEApzALyOy78reHxVv4TsBpOvgLwEe3
        UN3SAw1H8cytBm0CIQCNjuWsBc0zkKTvUHMHoBwUaGsgswW8rNYXo+ZtyRm0qg==
        -----END CERTIFICATE-----
        """

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAOSQ3LxXuQR3O3NH
        OndnS1pL2d24pENR6rQ7C3GoP5mhRANCAARir+iWqKzZAPZ6pGmCM8W/9If+SWtf
        hfRXdYYm9nS3E6jpdkWtJbOwIt4Jq/HqfzxGDQo9BqT1HGJXjWZ1X5M+
        -----END PRIVATE KEY-----
        """
}
