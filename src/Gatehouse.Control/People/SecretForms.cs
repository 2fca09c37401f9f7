using Gatehouse.Gateway.Identity;

namespace Gatehouse.Control.People;

/// <summary>The secrets that this side gives out, each told by its prefix: 256 random bits and a checksum.</summary>
internal static class SecretForms
{
    public static readonly TokenForm ApiKey = new("ghk_");
    public static readonly TokenForm Session = new("ghs_");
    public static readonly TokenForm SetUp = new("ghu_");
    public static readonly TokenForm Invitation = new("ghi_");
    public static readonly TokenForm PasswordReset = new("ghp_");

    public static readonly TokenForm Registration = new("ghr_");
    public static readonly TokenForm Confirmation = new("ghe_");

    /// <summary>What is stored of a secret; null for text that is none of the form.</summary>
    public static string? Hash(TokenForm form, string text) => form.IsWellFormed(text) ? TokenHash.Of(text)?.ToHex() : null;
}
