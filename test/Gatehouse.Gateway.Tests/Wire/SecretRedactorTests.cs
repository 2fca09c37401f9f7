using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Gateway.Wire;
using Xunit;

namespace Gatehouse.Gateway.Tests.Wire;

/// <summary>Attack case RSP-06: an upstream that reflects its credential.</summary>
public sealed class SecretRedactorTests
{
    private const string Secret = "s3cr\u00e9t/\"k+y~>?";

    [Fact]
    public void Json_PlantedInAnySpelling_IsTakenOut() =>
        Gen.Select(Gen.Int, Gen.Int[0, 5]).Sample((seed, spelling) =>
        {
            var random = new Random(seed);
            var before = new string('x', random.Next(4));
            var behind = new string('y', random.Next(4));
            var planted = spelling switch
            {
                0 => Quote(before + Secret + behind),
                1 => "\"" + string.Concat((before + Secret + behind).Select(c => random.Next(2) == 0 || c is '"' or '\\' ? $"\\u{(int)c:x4}" : c.ToString())) + "\"",
                2 => Quote("k=" + Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + behind))),
                3 => Quote("k=" + Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + behind)).Replace('+', '-').Replace('/', '_').TrimEnd('=')),
                4 => Quote("?k=" + Percent(before + Secret + behind, random)),
                _ => Quote(Quote(before + Secret + behind)),
            };
            var body = Encoding.UTF8.GetBytes("{\"a\":[1,\"plain\\n\"," + planted + "],\"b\":true}");
            var cleaned = new SecretRedactor([Secret]).Json(body);
            Assert.Contains("[redacted]", WireCase.Text(cleaned), StringComparison.Ordinal);
            using var document = JsonDocument.Parse(cleaned);
            Assert.Equal("plain\n", document.RootElement.GetProperty("a")[1].GetString());
            var value = document.RootElement.GetProperty("a")[2].GetString()!;
            Assert.DoesNotContain("3cr", Uri.UnescapeDataString(value), StringComparison.Ordinal);
            Assert.DoesNotContain("3cr", Encoding.UTF8.GetString(Loose(value)), StringComparison.Ordinal);
            return true;
        }, iter: 3_000);

    [Fact]
    public void Json_WithoutSecret_IsTheSameMemory()
    {
        var body = "{\"text\":\"nothing \\n 100% + here\",\"n\":12}"u8.ToArray();
        Assert.True(new SecretRedactor([Secret]).Json(body).Equals(body.AsMemory()));
    }

    [Fact]
    public void Json_SecretAsName_IsTakenOutOrRefused()
    {
        var redactor = new SecretRedactor(["hunter22"]);
        Assert.Equal("{\"[redacted]\":1}", WireCase.Text(redactor.Json("{\"hunter22\":1}"u8.ToArray())));
        Assert.True(redactor.Json("{\"hunter22\":1,\"[redacted]\":2}"u8.ToArray()).IsEmpty);
    }

    [Fact]
    public void Json_SecretAsNumber_BecomesAString() =>
        Assert.Equal("{\"a\":\"[redacted]\",\"b\":[12,\"[redacted]\"]}",
            WireCase.Text(new SecretRedactor(["9876543210"]).Json("{\"a\":9876543210,\"b\":[12,9876543210]}"u8.ToArray())));

    [Theory]
    [InlineData("Bearer abcdef123456", "got abcdef123456")]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==", "got password")]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==", "got user:password")]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==", "got dXNlcjpwYXNzd29yZA==")]
    public void Text_HeaderValue_HidesTheBareToken(string secret, string text) =>
        Assert.StartsWith("got [redacted]", new SecretRedactor([secret]).Text(text), StringComparison.Ordinal);

    [Fact]
    public void Ctor_ShortSecrets_AreCountedAndLeft()
    {
        var redactor = new SecretRedactor(["abc", "12345", "longenough"]);
        Assert.Equal(2, redactor.Ignored);
        Assert.Equal("abc 12345 [redacted]", redactor.Text("abc 12345 longenough"));
    }

    [Fact]
    public void Text_OneSecretInsideAnother_GoesWhole() =>
        Assert.Equal("[redacted]!", new SecretRedactor(["secret1", "secret1-long"]).Text("secret1-long!"));

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static string Percent(string text, Random random) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b =>
        b < 0x80 && char.IsAsciiLetterOrDigit((char)b) && random.Next(2) == 0 ? ((char)b).ToString()
        : random.Next(2) == 0 ? $"%{b:X2}" : $"%{b:x2}"));

    private static byte[] Loose(string value)
    {
        var text = value[(value.IndexOf('=', StringComparison.Ordinal) + 1)..].Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length) ? bytes[..length] : [];
    }
}
