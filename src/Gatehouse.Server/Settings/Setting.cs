namespace Gatehouse.Server.Settings;

/// <summary>One setting of the server. It has one name in four spellings.</summary>
/// <param name="Name">In <c>server.json</c>: snake_case.</param>
/// <param name="Form">How a value looks, for help and messages.</param>
/// <param name="Default">What holds where nobody says anything; in words where it is worked out.</param>
/// <param name="Says">What it is for, one sentence.</param>
/// <param name="IsSecret">
/// Whether it is taken from its variable alone: flags are seen by every process of the machine, and files are copied around.
/// </param>
internal sealed record Setting(string Name, string Form, string Default, string Says, bool IsSecret = false)
{
    /// <summary><c>--public-url</c>.</summary>
    public string Flag => "--" + Name.Replace('_', '-');

    /// <summary><c>GATEHOUSE_PUBLIC_URL</c>.</summary>
    public string Variable => "GATEHOUSE_" + Name.ToUpperInvariant();
}
