using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Gatehouse.Control.Tests.People;

public class AuthenticatorTests
{
    [Fact]
    public async Task Authenticator_SetUp_IsAskedForAndItsCodesWorkOnce()
    {
        await using var town = await Town.BuildAsync();
        var key = (await town.AdminAsync("POST", "/session/authenticator", new { password = Town.Password }))["key"]!;
        Assert.Equal(204, (await SendAsync(town, null)).Status);

        // 1. It counts from the first right code on.
        Assert.Equal("code-wrong", (await town.AdminAsync("PUT", "/session/authenticator", new { code = "abcdef" })).Code);
        var used = Code(key, 0);
        var confirmed = await town.AdminAsync("PUT", "/session/authenticator", new { code = used });
        var recovery = confirmed.Json.GetProperty("codes").EnumerateArray().Select(code => code.GetString()!).ToArray();
        Assert.Equal(10, recovery.Length);

        // 2. The password alone does not do, nor a code that was used, nor a wrong one.
        Assert.Equal((401, "code-needed"), Both(await SendAsync(town, null)));
        Assert.Equal((401, "code-needed"), Both(await SendAsync(town, used)));

        // 3. The next code does, once; a recovery code does, once.
        var next = Code(key, 1);
        Assert.Equal(204, (await SendAsync(town, next)).Status);
        Assert.Equal((401, "code-needed"), Both(await SendAsync(town, next)));
        Assert.Equal(204, (await SendAsync(town, recovery[0])).Status);
        Assert.Equal((401, "code-needed"), Both(await SendAsync(town, recovery[0])));

        // 4. Without it, as before.
        Assert.Equal(204, (await town.AdminAsync("POST", "/session/authenticator/removal", new { password = Town.Password })).Status);
        Assert.Equal(204, (await SendAsync(town, null)).Status);
    }

    private static (int, string?) Both(Reply reply) => (reply.Status, reply.Code);

    private static Task<Reply> SendAsync(Town town, string? code) => town.Rig.SendAsync(
        "POST", "/api/v1/session", Town.Json(new { email = Town.AdminEmail, password = Town.Password, code }));

    // SPEC: RFC 6238 with SHA-1, 30 s, 6 digits; the framework counts by the machine's clock.
    private static string Code(string key, int later)
    {
        const string base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(key.Select(letter => Convert.ToString(base32.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + later);
#pragma warning disable CA5350 // The protocol's own.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
