using Gatehouse.Gateway.Identity;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity;

public sealed class GrantTokenTests
{
    [Fact]
    public void Create_Twice_IsWellFormedAndDifferent()
    {
        var first = GrantToken.Create();
        var second = GrantToken.Create();

        Assert.NotEqual(first, second);
        Assert.True(GrantToken.IsWellFormed(first));
        Assert.Equal(53, first.Length);
    }

    [Fact]
    public void IsWellFormed_AnyCharacterChanged_IsFalse()
    {
        var token = GrantToken.Create();

        for (var i = GrantToken.Prefix.Length; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.False(GrantToken.IsWellFormed(changed), changed);
        }
    }

    [Fact]
    public void IsWellFormed_ChecksumWrittenAnew_IsTrue()
    {
        const string body = "gth_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

        Assert.True(GrantToken.IsWellFormed(body + Checksum(body)));
    }

    [Fact]
    public void TokenHash_RoundTrip_KeepsTheDigits()
    {
        var hash = TokenHash.Of(GrantToken.Create())!.Value;

        Assert.Equal(hash, TokenHash.FromHex(hash.ToHex()));
        Assert.Equal(hash, TokenHash.FromHex(hash.ToHex().ToUpperInvariant()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with blank")]
    [InlineData("ünicode")]
    [InlineData("line\nbreak")]
    public void TokenHash_WhatNoTokenHas_IsNull(string text) => Assert.Null(TokenHash.Of(text));

    [Fact]
    public void TokenHash_AMegabyte_IsNull() => Assert.Null(TokenHash.Of(new string('x', 1 << 20)));

    private static string Checksum(string body)
    {
        const string digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        uint crc = 0xFFFFFFFF;
        foreach (var c in body)
        {
            crc ^= c;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        crc = ~crc;
        var text = "";
        for (var i = 0; i < 6; i++)
        {
            text = digits[(int)(crc % 62)] + text;
            crc /= 62;
        }

        return text;
    }
}
