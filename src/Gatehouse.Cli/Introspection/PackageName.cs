using System.Text.RegularExpressions;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Introspection;

/// <summary>A package of npm as it is named on the command line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version or tag; <c>latest</c> where none was named.</param>
internal sealed partial record PackageName(string Name, string Version)
{
    /// <summary>As npm takes it.</summary>
    public string Wanted => $"{Name}@{Version}";

    /// <summary>Reads <c>npm:NAME</c> or <c>npm:NAME@VERSION</c>. What npm would take for an option, a path or an address is no name.</summary>
    /// <remarks>Fault: <c>package-invalid</c>.</remarks>
    public static (PackageName? Package, Fault? Fault) Read(string text)
    {
        var match = Form().Match(text);
        return match.Success
            ? (new PackageName(match.Groups["name"].Value, match.Groups["version"] is { Success: true } version ? version.Value : "latest"), null)
            : (null, new Fault(new("package-invalid"), $"`{text}` names no package", "write it like npm:@scope/name or npm:name@1.2.3"));
    }

    [GeneratedRegex(@"\Anpm:(?<name>(?:@[a-z0-9~][a-z0-9._~-]{0,100}/)?[a-z0-9~][a-z0-9._~-]{0,200})(?:@(?<version>[0-9A-Za-z][0-9A-Za-z.+-]{0,60}))?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
