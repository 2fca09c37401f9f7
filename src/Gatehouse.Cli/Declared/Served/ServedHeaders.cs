using System.Globalization;
using System.Text.Json;
using Gatehouse.Api.Servers;

namespace Gatehouse.Cli.Declared.Served;

/// <summary>Headers with a secret value as a file names them: by the variable that the value is expected in, never by the value.</summary>
internal sealed class ServedHeaders(EarlierFile before)
{
    private readonly SortedSet<string> _variables = new(StringComparer.Ordinal);
    private readonly List<string> _gone = [];

    /// <summary>The variables that were made up.</summary>
    public IReadOnlyCollection<string> Variables => _variables;

    /// <summary>Headers of the earlier file that the server does not have.</summary>
    public IReadOnlyList<string> Gone => _gone;

    /// <summary>Writes those that are sent to a server.</summary>
    public void Write(Utf8JsonWriter json, ServerView server)
    {
        var sent = server.Secrets.Where(static secret => secret.State != SecretState.Detached).OrderBy(static secret => secret.Header, StringComparer.Ordinal).ToArray();
        _gone.AddRange(before.Headers(server)
            .Where(known => !server.Secrets.Any(secret => secret.Header.Equals(known.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(known => $"server {server.Id}: the file had a header {known.Name} that the server does not have"));
        if (sent.Length == 0)
        {
            return;
        }

        json.WriteStartObject("headers");
        foreach (var secret in sent)
        {
            if (before.Header(server, secret.Header) is { } known)
            {
                known.WriteTo(json);
            }
            else
            {
                json.WriteString(secret.Header, $"${{env:{Variable(server.Id, secret.Header)}}}");
            }
        }

        json.WriteEndObject();
    }

    // SECURITY: two headers never share a variable, else one server would get another's secret.
    private string Variable(string server, string header)
    {
        var plain = string.Concat($"MCP_{server}_{header}".Select(static letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_'));
        var name = plain;
        for (var number = 2; !_variables.Add(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{plain}_{number}");
        }

        return name;
    }
}
