using System.Text;
using CsCheck;
using Gatehouse.Gateway.Sealing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Sealing;

public sealed class SealerTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Sealer _sealer;

    public SealerTests() => _sealer = new Sealer(KeyRing.Ephemeral(), _time);

    private DateTimeOffset Tomorrow => _time.GetUtcNow().AddDays(1);

    [Fact]
    public void Open_SameContext_GivesTheValue() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.String, Gen.String).Sample((value, grant, server) =>
        {
            var text = _sealer.Seal(SealPurpose.Cursor, grant, server, value, Tomorrow);
            Assert.True(text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
            Assert.Equal(value, _sealer.Open(SealPurpose.Cursor, grant, server, text));
            return true;
        }, iter: 1_000);

    [Fact]
    public void Open_OtherContext_IsNull()
    {
        var text = _sealer.Seal(SealPurpose.Task, "g", "s", "v"u8, Tomorrow);
        Assert.Null(_sealer.Open(SealPurpose.Cursor, "g", "s", text));
        Assert.Null(_sealer.Open(SealPurpose.Task, "g2", "s", text));
        Assert.Null(_sealer.Open(SealPurpose.Task, "g", "s2", text));
        Assert.Null(_sealer.Open(SealPurpose.Task, "gs", "", text));
        Assert.Null(new Sealer(KeyRing.Ephemeral(), _time).Open(SealPurpose.Task, "g", "s", text));
    }

    [Fact]
    public void Open_AnyFlippedBit_IsNull()
    {
        var text = _sealer.Seal(SealPurpose.Task, "g", "s", "value"u8, Tomorrow);
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(text);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = (byte[])bytes.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(_sealer.Open(SealPurpose.Task, "g", "s", System.Buffers.Text.Base64Url.EncodeToString(changed)));
        }
    }

    [Fact]
    public void Open_OtherSpellingOfTheText_IsNull()
    {
        for (var length = 0; length < 3; length++)
        {
            var text = _sealer.Seal(SealPurpose.Task, "g", "s", new byte[length], Tomorrow);
            foreach (var other in new[] { text + "=", " " + text, text + "\n", text[..^1], text + "A", "", "A", "\u00e9" })
            {
                Assert.Null(_sealer.Open(SealPurpose.Task, "g", "s", other));
            }

            for (var c = 'A'; c <= 'z'; c++)
            {
                if (c != text[^1])
                {
                    Assert.Null(_sealer.Open(SealPurpose.Task, "g", "s", text[..^1] + c));
                }
            }
        }
    }

    [Fact]
    public void Open_AfterExpiry_IsNull()
    {
        var text = _sealer.Seal(SealPurpose.Task, "g", "s", "v"u8, _time.GetUtcNow().AddSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.NotNull(_sealer.Open(SealPurpose.Task, "g", "s", text));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_sealer.Open(SealPurpose.Task, "g", "s", text));
    }

    [Fact]
    public void Seal_Twice_GivesDifferentTexts() =>
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => _sealer.Seal(SealPurpose.Task, "g", "s", "v"u8, Tomorrow)).Distinct().Count());

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Open_OlderKeyOfTheRing_StillOpens()
    {
        using var folder = new KeyFolderTests.Folder();
        var old = new Sealer(KeyFolder.Open(folder.Path, isNew: true).Ring!, _time);
        var text = old.Seal(SealPurpose.Task, "g", "s", "v"u8, Tomorrow);
        Assert.Null(KeyFolder.Add(folder.Path));
        var ring = KeyFolder.Open(folder.Path, isNew: false).Ring!;
        var renewed = new Sealer(ring, _time);
        Assert.Equal(2, ring.Newest);
        Assert.Equal("v", Encoding.UTF8.GetString(renewed.Open(SealPurpose.Task, "g", "s", text)!));
        Assert.Null(old.Open(SealPurpose.Task, "g", "s", renewed.Seal(SealPurpose.Task, "g", "s", "v"u8, Tomorrow)));
    }
}
