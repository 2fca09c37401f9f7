using System.Text;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Replaces <c>${env:NAME}</c> and <c>${file:/path}</c> by what they name. A secret stands in no file of ours.</summary>
internal sealed class SecretReferences(FindingSink sink, Func<string, string?> environment, ContentStamp stamp)
{
    /// <summary>Whether nothing is looked up: a word stands for every secret.</summary>
    public bool LeavesThem { get; init; }

    /// <summary>The text with every reference resolved, and the secrets that went into it; null where one is missing.</summary>
    public (string Text, IReadOnlyList<string> Secrets)? Resolve(JsonValue at)
    {
        var built = new StringBuilder();
        var secrets = new List<string>();
        var rest = at.Text.AsSpan();
        while (rest.IndexOf("${", StringComparison.Ordinal) is >= 0 and var start)
        {
            built.Append(rest[..start]);
            var end = rest[start..].IndexOf('}');
            if (end < 0 || Read(at, rest.Slice(start + 2, end - 2).ToString()) is not { } secret)
            {
                if (end < 0)
                {
                    sink.Add(ConfigFindings.ReferenceInvalid, at, "a `${` is not closed");
                }

                return null;
            }

            built.Append(secret);
            secrets.Add(secret);
            rest = rest[(start + end + 1)..];
        }

        return (built.Append(rest).ToString(), secrets);
    }

    private string? Read(JsonValue at, string reference)
    {
        var secret = reference switch
        {
            _ when LeavesThem && reference.StartsWith("env:", StringComparison.Ordinal) => "secret",
            _ when LeavesThem && reference.StartsWith("file:", StringComparison.Ordinal) && Path.IsPathFullyQualified(reference[5..]) => "secret",
            _ when reference.StartsWith("env:", StringComparison.Ordinal) => environment(reference[4..]),
            _ when reference.StartsWith("file:", StringComparison.Ordinal) => ReadFile(reference[5..]),
            _ => null,
        };
        if (!string.IsNullOrEmpty(secret))
        {
            return secret;
        }

        var isKnown = reference.StartsWith("env:", StringComparison.Ordinal) || reference.StartsWith("file:", StringComparison.Ordinal);
        if (isKnown)
        {
            sink.Add(ConfigFindings.SecretMissing, at, $"{Quote.Text("${" + reference + "}")} is empty or absent", "set it before the gateway starts");
        }
        else
        {
            sink.Add(ConfigFindings.ReferenceInvalid, at, $"{Quote.Text("${" + reference + "}")} is no reference", "write `${env:NAME}` or `${file:/path}`");
        }

        return null;
    }

    // One line break at the end is how editors and secret mounts leave a file; it is not part of the secret.
    private string? ReadFile(string path) =>
        Path.IsPathFullyQualified(path) && stamp.Read(path) is { } utf8
            ? Encoding.UTF8.GetString(utf8).TrimEnd('\n').TrimEnd('\r')
            : null;
}
