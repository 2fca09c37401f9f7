using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Reads <c>limits</c> and <c>rate_limit</c> (section 5).</summary>
internal sealed class LimitReading(FindingSink sink, ValueReading values, Places places)
{
    private const int LimitCap = 64;
    private const int CounterCap = 128;
    private const int SessionsCap = 1_000_000;
    private const int DefaultSessions = 10;
    private readonly PathReading _paths = new(sink, values);

    /// <summary>
    /// The limits of a key or of <c>all_tools</c>, the rate limit last, without those that have an error.
    /// </summary>
    public ImmutableArray<LimitRule> Read(Fields fields, string key, string owner, bool isAllTools)
    {
        var limits = ImmutableArray.CreateBuilder<LimitRule>();
        var counters = new HashSet<string>(StringComparer.Ordinal);
        if (fields["limits"] is { } list)
        {
            foreach (var item in values.Items(list, LimitCap))
            {
                if (Limit(item, key, owner, isAllTools, counters) is { } limit)
                {
                    places.Set(limit, item);
                    limits.Add(limit);
                }
            }
        }

        if (fields["rate_limit"] is { } rate && RateLimit(rate, key, owner, counters) is { } rule)
        {
            places.Set(rule, rate);
            limits.Add(rule);
        }

        return limits.ToImmutable();
    }

    private LimitRule? Limit(JsonValue item, string key, string owner, bool isAllTools, HashSet<string> counters)
    {
        if (Fields.Of(item, Shape.Limit, sink) is not { } fields)
        {
            return null;
        }

        var counter = values.Text(fields["counter"], CounterCap);
        if (counter is not null && !counters.Add(counter))
        {
            sink.Add(FindingCode.CounterRepeated, fields["counter"]!,
                $"another limit of this list counts in {Quote.Text(counter)}");
        }

        var window = Window(fields["window"]);
        var max = values.Whole(fields["max"], 0, long.MaxValue);
        var scope = values.Word(fields["scope"], Vocabulary.Scope) ?? LimitScope.Grant;
        var sessions = values.Whole(fields["sessions"], 1, SessionsCap);
        if (fields.Member("sessions") is { } unused && scope != LimitScope.Session)
        {
            sink.Add(
                FindingCode.SessionsUnused, unused, "`sessions` only has a meaning for limits of scope `session`",
                "write \"scope\": \"session\", or leave it out");
        }

        var from = IncrementFrom(fields, isAllTools);
        var message = values.Text(fields["on_deny"], ValueReading.MessageCap);
        return counter is null || window is null || max is null ? null : new LimitRule
        {
            Rule = $"{owner}/limits/{JsonPointer.Escape(counter)}",
            Key = key,
            Counter = counter,
            Window = window,
            Max = max.Value,
            Scope = scope,
            Sessions = (int)(sessions ?? DefaultSessions),
            IncrementFrom = from,
            OnDeny = message,
        };
    }

    private LimitRule? RateLimit(JsonValue value, string key, string owner, HashSet<string> counters)
    {
        if (Fields.Of(value, Shape.RateLimit, sink) is not { } fields)
        {
            return null;
        }

        var max = values.Whole(fields["max"], 0, long.MaxValue);
        var seconds = values.Whole(fields["window"], 1, 86_400);
        var sessions = values.Whole(fields["sessions"], 1, SessionsCap);
        if (!counters.Add("rate_limit"))
        {
            sink.Add(
                FindingCode.CounterRepeated, value,
                "a limit beside it counts in `rate_limit`, which is this one's counter",
                "give the counter in `limits` another name");
        }

        return max is null || seconds is null ? null : new LimitRule
        {
            Rule = owner + "/rate_limit",
            Key = key,
            Counter = "rate_limit",
            Window = new LimitWindow(
                seconds.Value.ToString(CultureInfo.InvariantCulture) + "s", null, TimeSpan.FromSeconds(seconds.Value)),
            Max = max.Value,
            Scope = LimitScope.Session,
            Sessions = (int)(sessions ?? DefaultSessions),
        };
    }

    private LimitWindow? Window(JsonValue? value)
    {
        if (values.Plain(value) is not { } text || value is null)
        {
            return null;
        }

        if (Vocabulary.Calendar.TryFind(text, out var unit))
        {
            return new LimitWindow(text, unit, TimeSpan.Zero);
        }

        if (text.Length == 0 || !char.IsAsciiDigit(text[0]))
        {
            values.Unknown(value, [.. Vocabulary.Calendar.All, "90s", "10m", "6h"]);
            return null;
        }

        return values.Duration(value, "1s", "31d") is { } length ? new LimitWindow(text, null, length) : null;
    }

    private ConditionPath? IncrementFrom(Fields fields, bool isAllTools)
    {
        if (fields.Member("increment_from") is not { } member)
        {
            return null;
        }

        if (isAllTools)
        {
            sink.Add(
                FindingCode.IncrementFromAllTools, member, "`increment_from` is not allowed in `all_tools`",
                "write the limit under the key of the tools that have this argument");
            return null;
        }

        var path = _paths.Read(member.Value);
        if (path is { Root: not PathRoot.Args } or { Steps: [] })
        {
            sink.Add(
                FindingCode.IncrementFromFact, member.Value, "an amount is read from an argument of the call",
                "write a path like \"args.amount\"");
        }

        return path;
    }
}
