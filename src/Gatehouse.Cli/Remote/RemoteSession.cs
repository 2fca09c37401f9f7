using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Api;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Output;

namespace Gatehouse.Cli.Remote;

/// <summary>One run of a verb against a server: asks, and prints what comes back as it was asked for.</summary>
internal sealed class RemoteSession(ServerConnection connection, Terminal terminal, bool asJson, CancellationToken cancel)
{
    private const int PageSize = 200;

    /// <summary>Where the verb writes.</summary>
    public Terminal Terminal => terminal;

    /// <summary>Whether the result is wanted as JSON.</summary>
    public bool AsJson => asJson;

    /// <summary>Gives up.</summary>
    public CancellationToken Cancel => cancel;

    /// <summary>The server.</summary>
    public Uri Address => connection.Address;

    /// <summary>Asks once.</summary>
    public Task<Asked<T>> AskAsync<T>(Func<GatehouseClient, CancellationToken, Task<Answer<T>>> ask)
        where T : class => connection.AskAsync(ask, cancel);

    /// <summary>Reads one thing.</summary>
    public Task<Asked<T>> GetAsync<T>(string path, JsonTypeInfo<T> type)
        where T : class => AskAsync((client, stop) => client.GetAsync(path, type, stop));

    /// <summary>Reads something long while it comes; null where it came whole.</summary>
    public Task<Refused?> ReadAsync(string path, Func<Stream, CancellationToken, Task> read) => connection.ReadAsync(path, read, cancel);

    /// <summary>Sends a request without a body.</summary>
    public Task<Asked<T>> SendAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, int? version = null)
        where T : class => AskAsync((client, stop) => client.SendAsync(method, path, type, version, stop));

    /// <summary>Sends a body.</summary>
    public Task<Asked<T>> SendAsync<TBody, T>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, int? version = null)
        where T : class => AskAsync((client, stop) => client.SendAsync(method, path, body, bodyType, type, version, stop));

    /// <summary>Prints what came: the JSON as it is, else in words.</summary>
    /// <returns>The exit code.</returns>
    public int Show<T>(Asked<T> asked, JsonTypeInfo<T> type, Action<T> print)
        where T : class
    {
        if (asked.Value is not { } value)
        {
            return Fail(asked.Refused!);
        }

        if (asJson)
        {
            terminal.Json(json => JsonSerializer.Serialize(json, value, type));
        }
        else
        {
            print(value);
        }

        return ExitCode.Success;
    }

    /// <summary>Says that it was done.</summary>
    /// <returns>The exit code.</returns>
    public int Say(Asked<Done> asked, Action print)
    {
        if (asked.Refused is { } refused)
        {
            return Fail(refused);
        }

        if (asJson)
        {
            terminal.Json(json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("done", true);
                json.WriteEndObject();
            });
        }
        else
        {
            print();
        }

        return ExitCode.Success;
    }

    /// <summary>Everything of a list, page by page.</summary>
    /// <param name="path">Below <c>/api/v1/</c>, escaped; it may have a query.</param>
    /// <param name="type">A page of it.</param>
    /// <param name="most">At most so many; null for all.</param>
    public async Task<(List<T> Items, Refused? Refused)> ListAsync<T>(string path, JsonTypeInfo<Page<T>> type, int? most = null)
    {
        var items = new List<T>();
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        string? cursor = null;
        do
        {
            var size = Math.Min(PageSize, (most ?? int.MaxValue) - items.Count);
            var page = string.Create(CultureInfo.InvariantCulture, $"{path}{separator}limit={size}");
            var asked = await GetAsync(cursor is null ? page : $"{page}&cursor={Uri.EscapeDataString(cursor)}", type);
            if (asked.Value is not { } part)
            {
                return ([], asked.Refused);
            }

            items.AddRange(part.Items);
            cursor = part.Items.IsEmpty ? null : part.Next;
        }
        while (cursor is not null && items.Count < (most ?? int.MaxValue));

        return (items, null);
    }

    /// <summary>Prints a list: a JSON array, a table, or that there is nothing.</summary>
    /// <param name="path">As of <see cref="ListAsync"/>.</param>
    /// <param name="type">A page of it.</param>
    /// <param name="none">What to say where it is empty.</param>
    /// <param name="headings">Of the table.</param>
    /// <param name="row">One row.</param>
    /// <param name="most">At most so many; null for all.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> ShowListAsync<T>(
        string path, JsonTypeInfo<Page<T>> type, string none, string[] headings, Func<T, string[]> row, int? most = null)
    {
        var (items, refused) = await ListAsync(path, type, most);
        return refused is not null ? Fail(refused) : ShowRows(items, (JsonTypeInfo<T>)type.Options.GetTypeInfo(typeof(T)), none, headings, row);
    }

    /// <summary>Prints rows: a JSON array, a table, or that there is nothing.</summary>
    /// <returns>The exit code.</returns>
    public int ShowRows<T>(IReadOnlyList<T> items, JsonTypeInfo<T> type, string none, string[] headings, Func<T, string[]> row)
    {
        if (asJson)
        {
            terminal.Json(json =>
            {
                json.WriteStartArray();
                foreach (var item in items)
                {
                    JsonSerializer.Serialize(json, item, type);
                }

                json.WriteEndArray();
            });
        }
        else if (items.Count == 0)
        {
            terminal.Line($"{none}");
        }
        else
        {
            terminal.Table(headings, [.. items.Select(row)]);
        }

        return ExitCode.Success;
    }

    /// <summary>Prints why not: findings, difference, sentence, help.</summary>
    /// <returns>The exit code.</returns>
    public int Fail(Refused refused)
    {
        FindingLines.Note(terminal, refused.Fault.Code.Word == "policy-tests-invalid" ? "tests" : "document", refused.Findings);
        TestCaseLines.Note(terminal, refused.Tests);
        foreach (var line in refused.Diff?.Split('\n') ?? [])
        {
            terminal.Note($"{line}");
        }

        var code = terminal.Fail(refused.Fault);
        return !refused.Tests.IsEmpty ? ExitCode.Found : refused.Findings.IsEmpty ? code : ExitCode.Invalid;
    }
}
