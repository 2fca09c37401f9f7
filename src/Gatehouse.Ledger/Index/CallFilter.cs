namespace Gatehouse.Ledger.Index;

/// <summary>What a query asks for as SQL: conditions for one way into the table, and what is left to be looked at row by row.</summary>
internal sealed class CallFilter
{
    private static readonly string[] _refusals = ["denied", "pending"];
    private static readonly string[] _troubles = ["error", "fault", "cancelled", "unknown"];

    // The lines between keep a text from being found across two columns.
    private const string Texts = "(coalesce(target,'') || '\n' || coalesce(rule,'') || '\n' || coalesce(client,'') || '\n' || coalesce(fault,''))";

    private readonly List<string> _ways = [];
    private readonly List<string> _rest = [];
    private readonly List<object?> _values = [];

    private CallFilter()
    {
    }

    /// <summary>The index that is walked.</summary>
    public required string Index { get; init; }

    public object?[] Values => [.. _values];

    /// <summary>What every row of the walk has.</summary>
    public string Where => _ways.Count == 0 ? "TRUE" : string.Join(" AND ", _ways);

    /// <summary>What makes one of them a hit.</summary>
    public string Fits => _rest.Count == 0 ? "TRUE" : string.Join(" AND ", _rest);

    /// <summary>The walks whose calls together, by time, are the answer: one for each server, unless a grant says it all.</summary>
    public static IEnumerable<CallFilter> Of(RecordQuery query)
    {
        if (query.GrantId is not null || (query.ServerId is null && query.Servers is null))
        {
            return [One(query, server: null)];
        }

        return query.Servers is not { } servers ? [One(query, query.ServerId)]
            : query.ServerId is not { } only ? servers.Distinct(StringComparer.Ordinal).Select(server => One(query, server))
            : servers.Contains(only, StringComparer.Ordinal) ? [One(query, only)] : [];
    }

    /// <summary>A filter over calls in the order in which they were taken in.</summary>
    public static CallFilter OfFollowing(RecordQuery query)
    {
        var filter = new CallFilter { Index = "" };
        filter.Rest("server_id = ?", query.ServerId);
        filter.Rest("grant_id = ?", query.GrantId);
        filter.AddRest(query, "");
        return filter;
    }

    private static CallFilter One(RecordQuery query, string? server)
    {
        var index = query.GrantId is not null ? "call_grant"
            : server is null ? "call_time"
            : query.Rule is not null ? "call_rule"
            : _refusals.Contains(query.Outcome) ? "call_decision"
            : _troubles.Contains(query.Outcome) ? "call_class"
            : query.Target is not null ? "call_tool"
            : "call_server";
        var filter = new CallFilter { Index = index };
        filter.Way("server_id = ?", server);
        filter.Way("grant_id = ?", query.GrantId);
        switch (index)
        {
            case "call_rule":
                filter.Way("rule = ?", query.Rule);
                break;
            case "call_decision":
                filter.Way("decision <> 'allowed' AND decision = ?", query.Outcome);
                break;
            case "call_class":
                filter.Way("class <> 'done' AND class = ?", query.Outcome);
                break;
            case "call_tool":
                filter.Way("target = ?", query.Target);
                break;
            case "call_grant":
                filter.Rest("server_id = ?", query.ServerId);
                break;
        }

        filter.AddRest(query, index);
        filter.Way("time >= ?", query.Since?.UtcTicks);
        filter.Way("time < ?", query.Until?.UtcTicks);
        if (query.After is { } cursor)
        {
            var sign = query.OldestFirst ? ">" : "<";
            filter.Way($"time {sign}= ?", cursor.Time.UtcTicks);
            filter._values.Add(cursor.Id);
            filter._ways.Add($"(time, id) {sign} (${filter._values.Count - 1}, ${filter._values.Count})");
        }

        return filter;
    }

    private void AddRest(RecordQuery query, string index)
    {
        Rest("target = ?", index == "call_tool" ? null : query.Target);
        Rest("rule = ?", index == "call_rule" ? null : query.Rule);
        Rest("? IN (decision, class)", index is "call_decision" or "call_class" ? null : query.Outcome);
        Rest($"replace({Texts}, ?, '') <> {Texts}", query.Text);

        // Where the walk is not one server's own, each row's server is looked at.
        if (query.Servers is { } servers && index is "" or "call_grant" or "call_time")
        {
            var names = servers.Select(server =>
            {
                _values.Add(server);
                return $"${_values.Count}";
            });
            _rest.Add(servers.Count == 0 ? "FALSE" : $"server_id IN ({string.Join(',', names)})");
        }
    }

    private void Way(string condition, object? value) => Add(_ways, condition, value);

    private void Rest(string condition, object? value) => Add(_rest, condition, value);

    private void Add(List<string> conditions, string condition, object? value)
    {
        if (value is not null)
        {
            _values.Add(value);
            conditions.Add(condition.Replace("?", $"${_values.Count}", StringComparison.Ordinal));
        }
    }
}
