namespace Gatehouse.Policy.Tests.Properties;

/// <summary>Values that lie on the borders which the page draws.</summary>
internal static class Pools
{
    public static readonly string[] Tools = ["t", "tool_a", "tool_b", "a/b~c", "Tool_a", "tööl"];

    public static readonly string[] Keys =
        ["t", "tool_a", "tool_b", "a/b~c", "t*", "tool_*", "*_a", "to*_a", "*t*", "*/b~*", "tö*", "Tool_a", "*ool_a", "t**"];

    /// <summary>Numbers that a policy may hold: exact ones.</summary>
    public static readonly string[] Bounds =
    [
        "10000", "10000.0", "1e4", "0", "-0", "1", "-5", "0.1", "9999.5", "9007199254740992", "9007199254740993",
        "9007199254740991", "1e27", "9999999999999999999999999999", "0.0000000000000000000000000001", "100", "2.50",
    ];

    public static readonly string[] Numbers =
    [
        .. Bounds, .. Bounds, "1E+4", "10000.00000000000000000000000000001", "10000.000000000000000000000001", "10001", "9999",
        "-0.0", "0e999999999", "0e-999999999999999999999", "1e28", "1e-28", "1e-29", "10e-29", "1e400", "1e-400",
        "9007199254740993.0", "9007199254740994", "0.10", "0.1000000000000000055511151231257827", "0.1000000000000000055511151231",
        "100e-3", "9223372036854775807", "9223372036854775807.5", "9223372036854775808", "0.000000001", "0.0000000001",
        "1.0000000000", "1e99999999999999999999", "123456789012345678901234567.8", "123456789012345678901234567.89", "9999.50",
    ];

    public static readonly string[] Texts =
    [
        "a@x.io", "b@x.io", "b@e.io\n@x.io", "a@x.io\r", "", "x", "ab", "abc", "ABC", "é", "e\u0301", "😀", "😀😀a", "ſ", "K", "k",
        "usd", "USD", "10000", "true", "null", "[\"a\"]", "a.b", "aab@", "x y", "a1_-", "\u0130", "aa", "bb", "cab", "\t",
    ];

    public static readonly string[] Directories =
        ["/srv/data", "/etc", "/", "/srv/data/", "/srv/dé", "C:\\work", "c:/Work/sub", "\\\\srv\\share", "\\\\srv\\share\\a", "/srv"];

    public static readonly string[] Paths =
    [
        "/srv/data/x", "/srv/data/", "/srv/data", "/srv/data-2/x", "/srv/DATA/x", "data/x", "/srv/data/../x", "/etc/passwd",
        "/ETC/passwd", "notes.txt", "/", "", "//", "/srv", "/srv/", "/srv//data", "/srv/data//", "/./etc", "/srv/data/.", "/srv/data/..x",
        "~/x", "/srv/~x", "/srv/data\n", "/srv/data/a b", " /srv/data", "/srv/data ", "/srv/%2e%2e/x", "/srv/data/%zz", "/srv/data/100%",
        "/srv/data\\x", "/srv/dé/x", "/srv/dè/x", "/srv/DÉ/x", "/srv/de/x", "C:\\work\\a", "c:\\WORK\\a", "C:/work", "C:work", "C:\\", "C:",
        "D:\\work\\a", "C:\\work:x", "C:\\work\\a:b", "C:\\work\\a.", "C:\\work\\a ", "C:\\work\\NUL", "C:\\work\\com1", "C:\\work\\CON.txt",
        "C:\\work\\COM10", "C:\\work\\..\\x", "C:\\work\\\\x", "C:\\Work\\sub\\y", "C:\\work/sub", "\\work", "\\\\srv\\share\\a", "\\\\SRV\\Share\\A\\b",
        "\\\\srv\\share", "\\\\srv", "\\\\?\\C:\\work", "\\\\.\\C:\\work", "\\\\srv\\other\\a", "//srv/share/a", "/srv/data/x:y", "/srv/data/NUL",
        "/srv/data/x.", "/etc2", "/et", "/srv/data/\u00e9", "/SRV/other",
    ];

    public static readonly string[] Hosts =
    [
        "api.x.io", "API.x.io", "http://api.x.io", "https://api.x.io:8443", "api.x.io:443", "*.x.io", "127.0.0.1", "[::1]", "http://*.e.io:8080", "x.io",
    ];

    public static readonly string[] Urls =
    [
        "HTTPS://API.X.IO:443/", "http://api.x.io/", "https://u@api.x.io/", "https://api.x.io.evil.io/", "https://api.x.io", "https://api.x.io:8443/",
        "https://api.x.io:8443", "http://api.x.io:80", "https://api.x.io:0443/", "https://api.x.io:/", "https://api.x.io:65536/", "https://api.x.io:0/",
        "https://api.x.io?x", "https://api.x.io#x", "https://api.x.io\\@e.io/", "https://api.x.io ", " https://api.x.io", "https://api.x.io/\t", "ftp://api.x.io/",
        "//api.x.io/", "api.x.io", "https:api.x.io", "https:/api.x.io/", "https:///api.x.io/", "https://x.io/", "https://a.b.x.io/", "https://.x.io/",
        "https://x.io./", "https://a..x.io/", "https://127.0.0.1/", "https://127.0.0.01/", "https://127.1/", "https://0x7f.0.0.1/", "https://0x7f000001/",
        "https://127.0.0.256/", "https://2130706433/", "https://x.0x1f/", "https://x.io.1/", "https://[::1]/", "https://[::1]", "https://[0:0:0:0:0:0:0:1]/",
        "https://[::0]/", "https://[2001:db8::1]/", "https://[::ffff:127.0.0.1]/", "https://[::1%25eth0]/", "https://[::1]:8443/", "https://[::1]x/",
        "https://api%2ex.io/", "https://xn--e1afmkfd.io/", "https://бел.io/", "https://api_x.io/", "https://-a.x.io/", "https://a*b.x.io/", "https://x.io@api.x.io/",
        "https://api.x.io/?u=@e.io", "https://api.x.io/ü", "http://a.e.io:8080/x", "http://e.io:8080/x", "https://a.e.io:8080/x", "HTTP://A.E.IO:8080", "https://", "",
        "https://a\u212A.x.io/", "https://api.x.io,e.io/", "https://api.x.io;e/", "https://api。x.io/",
    ];

    public static readonly string[] Sql =
    [
        "SELECT", "select", "SELECT 1", "FROM", "t", "DROP", "TABLE t", "INSERT", "INTO", "VALUES", "(", ")", "UPDATE", "DELETE", "MERGE", "REPLACE",
        "REPLACE(", "COUNT(", "lower (", "pg_read_file(", "s.lower(", "'x'", "'it''s'", "'a\\b'", "'a;b'", "\"q\"", "\"q\"(", "-- c\n", "--x\n", "/* c */",
        "/* /* */", "/*! 1 */", "/*M! 1 */", ";", ";", "FOR", "SHARE", "AS (", "WITH", "e'x'", "`", "#", "$$", "[", "EXEC", "exec", "CALL", ",", "EXPLAIN",
        "*", "'open", "\"open", "/* open", "x1", "CREATE", "truncate", "IN (", "SHOW", "INTO t (", "GRANT", "\u0000", "=", "FOR SHARE", "SET x", "'DROP'", "\"DROP\"",
    ];

    public static readonly string[] Kinds = ["select", "insert", "update", "delete", "merge", "ddl", "admin", "call"];

    public static readonly string[] Instants =
    [
        "2026-01-01T12:00:00Z", "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-01-04T23:59:59.9999999Z",
        "2026-01-05T00:00:00Z", "2026-07-01T18:30:00Z",
    ];

    public static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];

    public static readonly string[] Categories = ["read", "write", "execute", "destructive", "financial", "other"];

    public static readonly string[] Risks = ["low", "medium", "high", "critical"];
}
