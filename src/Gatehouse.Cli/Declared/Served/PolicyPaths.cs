using System.Collections.Immutable;
using Gatehouse.Api.Policies;

namespace Gatehouse.Cli.Declared.Served;

/// <summary>Which file a policy is in beside a <c>gatehouse.json</c>. The file's name is the policy's there, so it is kept where it can be one.</summary>
internal static class PolicyPaths
{
    private const string Forbidden = "\\:*?\"<>|";

    /// <summary>Files by names of policies, from the folder; no two are the same on any disk, and all are within.</summary>
    public static Dictionary<string, string> Of(IEnumerable<PolicyView> policies)
    {
        ImmutableArray<string> names = [.. policies.Select(static policy => policy.Name).Order(StringComparer.Ordinal)];
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(["gatehouse.json", "gatehouse.lock", "policies"], StringComparer.OrdinalIgnoreCase);
        foreach (var name in names.Where(IsPath))
        {
            // A file cannot also be a folder.
            if (!taken.Any(other => IsBelow(other, name) || IsBelow(name, other)) && taken.Add(name))
            {
                files.Add(name, name);
            }
        }

        foreach (var name in names.Where(name => !files.ContainsKey(name)))
        {
            files.Add(name, DeclaredFolder.FileOf(name, taken));
        }

        return files;
    }

    private static bool IsBelow(string file, string folder) =>
        !folder.Equals("policies", StringComparison.OrdinalIgnoreCase) && file.StartsWith(folder + "/", StringComparison.OrdinalIgnoreCase);

    // SECURITY: a policy's name comes from people: it must not lead out of the folder, nor to a file that hides.
    private static bool IsPath(string name) => name.Split('/').All(static part =>
        part.Length > 0 && part[0] is not ('.' or ' ' or '~' or '-') && part[^1] is not (' ' or '.')
        && !part.Any(static letter => char.IsControl(letter) || Forbidden.Contains(letter, StringComparison.Ordinal)));
}
