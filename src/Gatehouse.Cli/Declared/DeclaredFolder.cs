using System.Text;
using System.Text.Json;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Declared;

/// <summary>A folder with <c>organisation.json</c> and the documents of its policies in <c>policies/</c>.</summary>
internal sealed class DeclaredFolder(string path)
{
    private const string Main = "organisation.json";

    private static readonly FaultCode _wrong = new("files-invalid");

    /// <summary>Whether there is one already.</summary>
    public bool Exists => File.Exists(Path.Combine(path, Main));

    /// <summary>Reads it with every document.</summary>
    /// <remarks>Faults: <c>files-invalid</c>, <c>file-unreadable</c>.</remarks>
    public (DeclaredOrganisation? Organisation, Dictionary<string, string> Documents, Fault? Fault) Read()
    {
        var documents = new Dictionary<string, string>(StringComparer.Ordinal);
        var (bytes, unreadable) = Commands.InputFile.Read(Path.Combine(path, Main));
        if (bytes is null)
        {
            return (null, documents, unreadable);
        }

        DeclaredOrganisation? organisation;
        try
        {
            organisation = JsonSerializer.Deserialize(bytes, DeclaredJson.Default.DeclaredOrganisation);
        }
        catch (JsonException failed)
        {
            return (null, documents, new Fault(_wrong, $"`{Main}` is not as it should be at line {failed.LineNumber + 1}: {failed.Path}"));
        }

        if (organisation is not { Version: 1 })
        {
            return (null, documents, new Fault(_wrong, $"`{Main}` is not of version 1"));
        }

        foreach (var policy in organisation.Policies)
        {
            // Only what lies in the folder: the file may come from somebody else.
            var file = Path.GetFullPath(policy.File, Path.GetFullPath(path));
            var (document, missing) = file.StartsWith(Path.GetFullPath(path) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                ? Commands.InputFile.Read(file)
                : (null, new Fault(_wrong, $"the document of `{policy.Name}` is not in the folder"));
            if (document is null)
            {
                return (null, documents, missing);
            }

            if (!documents.TryAdd(policy.Name, Encoding.UTF8.GetString(document)))
            {
                return (null, documents, new Fault(_wrong, $"two policies are called `{policy.Name}`"));
            }
        }

        return (organisation, documents, Undefined(organisation, documents));
    }

    /// <summary>Writes it; documents of policies that are gone go, too.</summary>
    /// <returns>How many documents.</returns>
    public (int Documents, Fault? Fault) Write(DeclaredOrganisation organisation, Dictionary<string, string> documents)
    {
        try
        {
            var before = Exists ? Read().Organisation?.Policies ?? [] : [];
            Directory.CreateDirectory(Path.Combine(path, "policies"));
            foreach (var gone in before.Where(old => old.File.StartsWith("policies/", StringComparison.Ordinal) && organisation.Policies.All(now => now.File != old.File)))
            {
                File.Delete(Path.Combine(path, gone.File));
            }

            foreach (var policy in organisation.Policies)
            {
                File.WriteAllBytes(Path.Combine(path, policy.File), Encoding.UTF8.GetBytes(documents[policy.Name]));
            }

            File.WriteAllBytes(
                Path.Combine(path, Main), [.. JsonSerializer.SerializeToUtf8Bytes(organisation, DeclaredJson.Default.DeclaredOrganisation), (byte)'\n']);
            return (organisation.Policies.Length, null);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return (0, new Fault(new("file-unwritable"), $"`{path}` cannot be written: {failed.Message}"));
        }
    }

    /// <summary>The file of a policy's document: its name in plain letters, told apart by a number where two are alike.</summary>
    public static string FileOf(string name, HashSet<string> taken)
    {
        var slug = string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        slug = slug.Length == 0 ? "policy" : slug;
        var file = $"policies/{slug}.json";
        for (var number = 2; !taken.Add(file); number++)
        {
            file = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"policies/{slug}-{number}.json");
        }

        return file;
    }

    // Every policy that is named has to be there: a grant that silently gets none would be denied everything, a baseline be gone.
    private static Fault? Undefined(DeclaredOrganisation organisation, Dictionary<string, string> documents)
    {
        var named = organisation.Servers.Select(server => server.BaselinePolicy)
            .Concat(organisation.Grants.Select(grant => grant.Policy)).Append(organisation.BaselinePolicy);
        return named.FirstOrDefault(name => name is not null && !documents.ContainsKey(name)) is { } unknown
            ? new Fault(_wrong, $"the policy `{unknown}` is used and not listed", "list it under `policies`")
            : null;
    }
}
