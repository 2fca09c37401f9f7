namespace Gatehouse.Policy.Tests.Operators;

public sealed class PathTests
{
    [Theory]
    [InlineData("/srv/data", "/srv/data", "true")]
    [InlineData("/srv/data", "/srv/data/", "true")]
    [InlineData("/srv/data", "/srv/data/x", "true")]
    [InlineData("/srv/data/", "/srv/data/x/y", "true")]
    [InlineData("/srv/data", "/srv/data/a b.txt", "true")]
    [InlineData("/srv/data", "/srv/data/100%", "true")]
    [InlineData("/srv/data", "/srv/data/x%zz", "true")]
    [InlineData("/srv/data", "/srv/data/...", "true")]
    [InlineData("/srv/data", "/srv/data-2/x", "false")]
    [InlineData("/srv/data", "/srv/dat", "false")]
    [InlineData("/srv/data", "/etc/passwd", "false")]
    [InlineData("/srv/data", "/srv/DATA/x", "NotPlain")]
    [InlineData("/srv/data", "/SRV/other", "false")]
    [InlineData("/srv/data", "/", "NotPlain")]
    [InlineData("/srv/data", "/srv", "NotPlain")]
    [InlineData("/srv/data", "/srv/", "NotPlain")]
    [InlineData("/srv/data", "/opt", "false")]
    [InlineData("/", "/", "true")]
    [InlineData("/", "/etc", "true")]
    [InlineData("/srv/data", "", "NotPlain")]
    [InlineData("/srv/data", "data/x", "NotPlain")]
    [InlineData("/srv/data", "./x", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/../x", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/..", "NotPlain")]
    [InlineData("/srv/data", "/srv/./data/x", "NotPlain")]
    [InlineData("/srv/data", "/srv//data/x", "NotPlain")]
    [InlineData("/srv/data", "//srv/data", "NotPlain")]
    [InlineData("/", "//", "NotPlain")]
    [InlineData("/srv/data", "/srv/data//", "NotPlain")]
    [InlineData("/srv/data", "~/x", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/~root", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/x\n", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/\0x", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/\u007f", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/\u0085x", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/é\u0085x", "NotPlain")]
    [InlineData("/srv/data", " /srv/data/x", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/x ", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/x\u00a0", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/x\ufeff", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/%2e%2e/x", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/%41", "NotPlain")]
    [InlineData("/srv/data", "/srv/data\\..\\x", "NotPlain")]
    [InlineData("/srv/data", "C:\\srv\\data", "NotPlain")]
    [InlineData("/srv/data", "file:///srv/data", "NotPlain")]
    [InlineData("/srv/é", "/srv/e\u0301", "NotPlain")]
    [InlineData("/srv/é", "/srv/ü", "NotPlain")]
    [InlineData("/srv/é", "/srv/é/x", "true")]
    [InlineData("/srv/é", "/srv/e", "false")]
    [InlineData("/srv/keys", "/srv/\u212Aeys", "NotPlain")]
    [InlineData("/srv/data", "/srv/data/\u212Aeys", "true")]
    [InlineData("/srv/secrets", "/srv/\u017Fecrets", "NotPlain")]
    public void PathWithin_Posix_IsJudged(string directory, string path, string expected) => Check(directory, path, expected);

    [Theory]
    [InlineData("C:\\data", "C:\\data\\x", "true")]
    [InlineData("C:\\data", "c:/DATA/x", "true")]
    [InlineData("C:/data", "C:\\Data\\", "true")]
    [InlineData("C:\\", "c:\\x", "true")]
    [InlineData("C:\\data", "C:\\", "NotPlain")]
    [InlineData("C:\\data", "C:\\data2", "false")]
    [InlineData("C:\\data", "D:\\data", "false")]
    [InlineData("C:\\Ä", "c:\\ä\\x", "true")]
    [InlineData("C:\\keys", "C:\\\u212Aeys", "NotPlain")]
    [InlineData("C:\\data", "C:", "NotPlain")]
    [InlineData("C:\\data", "C:data\\x", "NotPlain")]
    [InlineData("C:\\data", "\\data\\x", "NotPlain")]
    [InlineData("C:\\data", "\\\\?\\C:\\data\\x", "NotPlain")]
    [InlineData("C:\\data", "\\\\.\\C:\\data\\x", "NotPlain")]
    [InlineData("C:\\data", "\\??\\C:\\data", "NotPlain")]
    [InlineData("C:\\data", "C:\\data\\..\\x", "NotPlain")]
    [InlineData("C:\\data", "C:\\data\\.\\x", "NotPlain")]
    [InlineData("C:\\data", "C:\\\\data", "NotPlain")]
    [InlineData("C:\\data", "C:\\data\\x:stream", "NotPlain")]
    [InlineData("C:\\data", "C:\\data.\\x", "NotPlain")]
    [InlineData("C:\\data", "C:\\data \\x", "NotPlain")]
    [InlineData("C:\\data", "C:\\data\\x.", "NotPlain")]
    [InlineData("C:\\data", "C:\\data\\NUL", "NotPlain")]
    [InlineData("C:\\data", "C:\\data\\com1.txt", "NotPlain")]
    [InlineData("C:\\data", "C:\\data\\COM¹", "NotPlain")]
    [InlineData("C:\\data", "C:\\data\\aux .txt", "NotPlain")]
    [InlineData("C:\\data", "C:\\data\\nul\\x", "NotPlain")]
    [InlineData("C:\\data", "C:\\data\\ nul.txt", "NotPlain")]
    [InlineData("C:\\data", "C:\\data\\null", "true")]
    [InlineData("C:\\data", "C:\\data\\com", "true")]
    [InlineData("C:\\data", "C:\\PROGRA~1", "NotPlain")]
    [InlineData("C:\\data", "é:\\data", "NotPlain")]
    [InlineData("C:\\data", "\\\\localhost\\C$\\data", "NotPlain")]
    public void PathWithin_Windows_IsJudged(string directory, string path, string expected) => Check(directory, path, expected);

    [Theory]
    [InlineData("\\\\nas\\share\\a", "\\\\NAS\\Share\\A\\x", "true")]
    [InlineData("\\\\nas\\share", "\\\\nas\\share\\", "true")]
    [InlineData("\\\\nas\\share\\a", "\\\\nas\\share", "NotPlain")]
    [InlineData("\\\\nas\\share\\a", "\\\\nas\\other\\a", "false")]
    [InlineData("\\\\nas\\share\\a", "\\\\nas", "NotPlain")]
    [InlineData("\\\\nas\\share\\a", "\\\\nas\\", "NotPlain")]
    [InlineData("\\\\nas\\share\\a", "\\\\", "NotPlain")]
    [InlineData("\\\\nas\\share\\a", "\\\\\\", "NotPlain")]
    [InlineData("\\\\nas\\share\\a", "\\\\nas\\share\\a:b", "NotPlain")]
    [InlineData("\\\\nas\\share\\a", "//nas/share/a", "NotPlain")]
    public void PathWithin_Unc_IsJudged(string directory, string path, string expected) => Check(directory, path, expected);

    [Theory]
    [InlineData("[\"/srv/a\",\"/srv/b\"]", "\"/srv/b/x\"", "true")]
    [InlineData("[\"/srv/a\",\"/srv/b\"]", "\"/srv/c\"", "false")]
    [InlineData("[\"/srv/a\",\"/SRV/A\"]", "\"/srv/a/x\"", "true")]
    [InlineData("[\"/srv/a\",\"C:\\\\a\"]", "\"C:\\\\a\\\\x\"", "true")]
    [InlineData("[\"/srv/a\",\"C:\\\\a\"]", "\"/srv/b\"", "false")]
    [InlineData("[\"/srv/a\"]", "\"\\/srv\\u002fa/x\"", "true")]
    [InlineData("[\"/srv/a\"]", "[\"/srv/a\"]", "WrongType")]
    [InlineData("[\"/srv/a\"]", null, "false")]
    public void PathWithin_List_IsJoinedByOr(string operand, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of("path_within", operand, value));

    [Fact]
    public void PathNotWithin_Missing_IsUnknown() => Assert.Equal("Missing", Judged.Of("path_not_within", "\"/a\"", null));

    [Theory]
    [InlineData("\"data\"")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("[\"/a\",\"../b\"]")]
    [InlineData("[\"/a\",5]")]
    [InlineData("\"/a/../b\"")]
    [InlineData("\"~/a\"")]
    [InlineData("\"C:\"")]
    [InlineData("\"\\\\\\\\server\"")]
    [InlineData("5")]
    public void Bind_NoPlainDirectory_IsRefused(string operand)
    {
        Assert.Equal(FaultCode.OperandInvalid, Judged.Fault("path_within", operand).Code);
        Assert.Equal(FaultCode.OperandInvalid, Judged.Fault("path_not_within", operand).Code);
    }

    // The other polarity is the same judgement turned round, in every row.
    private static void Check(string directory, string path, string expected)
    {
        Assert.Equal(expected, Judged.Of("path_within", Judged.Json(directory), Judged.Json(path)));
        var turned = expected switch { "true" => "false", "false" => "true", _ => expected };
        Assert.Equal(turned, Judged.Of("path_not_within", Judged.Json(directory), Judged.Json(path)));
    }
}
