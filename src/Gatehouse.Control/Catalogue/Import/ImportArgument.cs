using System.Text.RegularExpressions;
using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>By what an import is known again: its file, address or packages.</summary>
internal static partial class ImportArgument
{
    private const int MostPackages = 200;

    /// <summary>The argument, or why there is none.</summary>
    public static (string? Argument, Fault? Fault) Of(NewImport wanted, CatalogueSettings settings)
    {
        if (wanted.Licence is { } licence && Text.Invalid("licence", licence, 100) is { } unclear)
        {
            return (null, unclear);
        }

        return wanted.Kind switch
        {
            ImportKind.File => File(wanted),
            ImportKind.Registry => (settings.Registry.ToString(), null),
            var kind => Packages(wanted, kind),
        };
    }

    private static (string? Argument, Fault? Fault) File(NewImport wanted) =>
        wanted.Digest is not { } digest || !Hex().IsMatch(digest)
            ? (null, ControlFaults.Invalid("digest", "is not the SHA-256 of the entries, as 64 hex digits"))
            : Text.Invalid("name", wanted.Name, 200) is { } unclear
                ? (null, unclear)
                : ($"{wanted.Name} {digest}", null);

    private static (string? Argument, Fault? Fault) Packages(NewImport wanted, ImportKind kind)
    {
        if (wanted.Packages is not { IsDefault: false, Length: > 0 and <= MostPackages } packages)
        {
            return (null, ControlFaults.Invalid("packages", $"are not 1 to {MostPackages} names"));
        }

        var form = kind == ImportKind.Npm ? NpmName() : NuGetName();
        return packages.FirstOrDefault(name => name is null || !form.IsMatch(name)) is { } wrong
            ? (null, ControlFaults.Invalid("packages", $"has `{ControlFaults.Shown(wrong)}`, which is no name of a package"))
            : packages.Any(static name => name is null)
                ? (null, ControlFaults.Invalid("packages", "has a null"))
                : (string.Join('\n', packages), null);
    }

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Hex();

    [GeneratedRegex(@"\A(?:@[a-z0-9~-][a-z0-9._~-]{0,100}/)?[a-z0-9~-][a-z0-9._~-]{0,200}\z", RegexOptions.NonBacktracking)]
    private static partial Regex NpmName();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\z", RegexOptions.NonBacktracking)]
    private static partial Regex NuGetName();
}
