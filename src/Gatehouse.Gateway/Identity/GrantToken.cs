namespace Gatehouse.Gateway.Identity;

/// <summary>The secret of one grant: <c>gth_</c>, 43 characters of 256 random bits, 6 of a checksum.</summary>
public static class GrantToken
{
    /// <summary>What every token begins with.</summary>
    public const string Prefix = "gth_";

    private static readonly TokenForm _form = new(Prefix);

    /// <summary>A new token, from the system's generator.</summary>
    public static string Create() => _form.Create();

    /// <summary>Whether the text has a token's form and its checksum is right.</summary>
    public static bool IsWellFormed(string text) => _form.IsWellFormed(text);

    /// <summary>The part that may be shown to tell tokens apart: the prefix and 4 characters.</summary>
    public static string Shown(string token) => _form.Shown(token);
}
