using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Grants;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Index;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Policies;

/// <summary>Writes the smallest policy that would have let through what a grant called: names, arguments, resources, prompts, exactly.</summary>
internal sealed class PolicySuggester(
    ControlDb db, PinnedTools pinned, PolicyChecks checks, RecordedCalls records, Places places, TimeProvider time)
{
    // A document that lists more is none that a person would read.
    private const int MostTools = 500;
    private const int MostAddresses = 200;

    // Text of people's languages stays readable; what could end a string or hide does not.
    private static readonly JsonWriterOptions _writing = new() { Indented = true, Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };

    /// <summary>The suggestion.</summary>
    /// <remarks>Faults: <c>not-found</c>, <c>query-invalid</c>, <c>too-many-requests</c>, <c>store-unavailable</c>.</remarks>
    public async ValueTask<Outcome<PolicySuggestion>> SuggestAsync(Principal who, string grantId, string? days, CancellationToken cancel)
    {
        if ((who.Lacks(Right.ReadRecords) ?? who.Lacks(Right.ReadPolicies)) is { } lacking)
        {
            return lacking;
        }

        if (await db.Grants.AsNoTracking().SingleOrDefaultAsync(row => row.Id == grantId && row.OrganisationId == who.OrganisationId, cancel) is not { } grant)
        {
            return ControlFaults.Absent("grant", grantId);
        }

        var count = PolicyReplayer.UsualDays;
        if (days is not null && (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out count) || PolicyReplayer.InvalidDays(count) is not null))
        {
            return new Policy.Fault(ControlFaults.QueryInvalid, $"`days` is not 1 to {PolicyReplayer.MostDays}");
        }

        var (place, busy) = places.Take(who.Id);
        using (place)
        {
            return place is null ? busy! : await SuggestAsync(who, grant, count, cancel);
        }
    }

    private async Task<Outcome<PolicySuggestion>> SuggestAsync(Principal who, Grant grant, int days, CancellationToken cancel)
    {
        var (calls, isComplete, fault) = await records.ReadAsync(
            who, new RecordQuery { Since = time.GetUtcNow() - TimeSpan.FromDays(days), GrantId = grant.Id, ServerId = grant.ServerId },
            static call => call.Decision == "allowed" && call.Target is not null, cancel);
        if (fault is not null)
        {
            return fault;
        }

        var used = calls.Where(static call => call.Method == "tools/call").GroupBy(static call => call.Target!, StringComparer.Ordinal)
            .OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => new SuggestedTool(group.Key, group.Count(), Arguments(group))).ToImmutableArray();
        var tools = used.Where(static tool => CanBeAKey(tool.Name)).Take(MostTools).ToImmutableArray();
        var (resources, prompts) = (Targets(calls, "resources/"), Targets(calls, "prompts/"));
        var (listed, named) = (Listed(resources), Listed(prompts));
        var document = Write(days, tools, listed, named);
        var server = await ServerRows.Of(db, who).AsNoTracking().SingleOrDefaultAsync(row => row.Id == grant.ServerId, cancel);
        var accepted = server is null ? null : pinned.Of(server);
        return new PolicySuggestion
        {
            Document = document,
            Calls = calls.Length,
            IsComplete = isComplete,
            Tools = used,
            Unused =
            [
                .. (accepted?.All ?? []).Select(static tool => tool.Name)
                    .Except(used.Select(static tool => tool.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ],
            LeftOut =
            [
                .. used.Select(static tool => tool.Name).Except(tools.Select(static tool => tool.Name), StringComparer.Ordinal),
                .. resources.Except(listed, StringComparer.Ordinal), .. prompts.Except(named, StringComparer.Ordinal),
            ],
            Findings = checks.Run(PolicyChecks.Bytes(document), [grant.ServerId]),
        };
    }

    // Every name that some call had; null where a record does not have all of them.
    private static ImmutableArray<string>? Arguments(IEnumerable<RecordedCall> calls)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var call in calls)
        {
            var outline = RecordedCalls.OutlineOf(call);
            if (!outline.IsComplete)
            {
                return null;
            }

            names.UnionWith(outline.Names);
        }

        return [.. names];
    }

    private static ImmutableArray<string> Targets(ImmutableArray<RecordedCall> calls, string methods) =>
    [
        .. calls.Where(call => call.Method.StartsWith(methods, StringComparison.Ordinal)).Select(static call => call.Target!)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private static ImmutableArray<string> Listed(ImmutableArray<string> targets) => [.. targets.Where(CanBeAKey).Take(MostAddresses)];

    // SECURITY: `*` is a pattern in a document, and a record's text may be cut: neither names one thing.
    private static bool CanBeAKey(string name) => name.Length > 0 && !name.Contains('*', StringComparison.Ordinal) && !name.EndsWith('…');

    private static string Write(int days, ImmutableArray<SuggestedTool> tools, ImmutableArray<string> resources, ImmutableArray<string> prompts)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, _writing))
        {
            json.WriteStartObject();
            json.WriteString("version", "1");
            json.WriteString("description", $"What was called in {days} days");
            json.WriteString("default", "deny");
            json.WriteStartObject("tools");
            foreach (var tool in tools.OrderBy(static tool => tool.Name, StringComparer.Ordinal))
            {
                json.WriteStartObject(tool.Name);
                if (tool.Arguments is { } arguments)
                {
                    Write(json, "arguments", arguments);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            Write(json, "resources", resources);
            Write(json, "prompts", prompts);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }
}
