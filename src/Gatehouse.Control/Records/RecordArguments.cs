using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Records;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Arguments;
using Gatehouse.Policy;

namespace Gatehouse.Control.Records;

/// <summary>Reads the values of calls' arguments, where they are stored. Who read which stands in the audit before it is shown.</summary>
internal sealed class RecordArguments(
    RecordSettings settings, GatehouseLedger ledger, OwnServers servers, ControlStore store, TimeProvider time)
{
    private static readonly JsonDocumentOptions _deep = new() { MaxDepth = 256 };

    /// <summary>Those of one call.</summary>
    /// <remarks>Faults: <c>not-found</c>, <c>seal-broken</c>, <c>store-unavailable</c>.</remarks>
    public async ValueTask<Outcome<StoredArgumentsView>> ReadAsync(Principal who, string callId, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadArguments) is { } lacking)
        {
            return lacking;
        }

        var (story, fault) = await settings.Index.CallAsync(callId, cancel);
        if (fault is not null)
        {
            return fault;
        }

        // SECURITY: another organisation's call reads as one that never was.
        var own = await servers.ReadAsync(who, cancel);
        if (story?.Call is not { } call || !own.Contains(call.ServerId, StringComparer.Ordinal))
        {
            return ControlFaults.Absent(RecordViews.Kind, callId);
        }

        var (found, unread) = await ledger.Arguments.FindAsync([callId], who.OrganisationId, time.GetUtcNow(), cancel);
        if (unread is not null)
        {
            return unread;
        }

        var stored = found!.GetValueOrDefault(callId);
        if (stored is { IsUnreadable: true } || (stored is not null && stored.ServerId != call.ServerId))
        {
            return Broken;
        }

        if (stored?.Values is null)
        {
            return new StoredArgumentsView
            {
                Call = callId, Bytes = stored?.Bytes, Until = stored?.Until,
                State = stored is not null ? StoredState.TooLarge : call.IsKept ? StoredState.Missing : StoredState.None,
            };
        }

        // ORDER: written down before it is shown.
        var noted = await NoteAsync(who, "record.arguments_read", RecordViews.Kind, callId, [stored], cancel);
        return noted is null ? View(stored) : noted;
    }

    /// <summary>Writes down that somebody reads arguments.</summary>
    /// <param name="who">Who, with the right to.</param>
    /// <param name="what">Stable word.</param>
    /// <param name="kind">What kind of thing they read them of.</param>
    /// <param name="id">Which.</param>
    /// <param name="stored">What they read.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null, or why they may not.</returns>
    public async ValueTask<Refusal?> NoteAsync(
        Principal who, string what, string kind, string id, IReadOnlyCollection<StoredArguments> stored, CancellationToken cancel)
    {
        var noted = await store.ChangeAsync<Done>(
            who, Right.ReadArguments,
            change =>
            {
                change.IsUnseenByCalls = true;
                change.Note(
                    what, kind, id, before: null,
                    after: new ReadArguments(stored.Count, stored.Sum(static one => one.Values?.Places.Length ?? 0)));
                return ValueTask.FromResult<Outcome<Done>>(Done.It);
            },
            cancel);
        return noted.Refusal;
    }

    /// <summary>Forgets everything that is stored of a server's calls. Their records stay.</summary>
    /// <remarks>Faults: <c>not-found</c>, <c>store-unavailable</c>.</remarks>
    public async ValueTask<Outcome<Done>> ForgetAsync(Principal who, string serverId, CancellationToken cancel)
    {
        // ORDER: the word first. What is forgotten without it could have been anything.
        var noted = await store.ChangeAsync<Done>(
            who, Right.ChangeServers,
            async change =>
            {
                var found = await ServerRows.FindAsync(change, serverId);
                if (found.Value is not { } row)
                {
                    return found.Refusal!;
                }

                change.IsUnseenByCalls = true;
                change.Note("server.arguments_forgotten", ServerRows.Kind, row.Id);
                return Done.It;
            },
            cancel);
        if (noted.Value is null)
        {
            return noted;
        }

        var (_, fault) = await ledger.Arguments.ForgetBeforeAsync(DateTimeOffset.MaxValue, serverId, cancel);
        return fault is null ? Done.It : fault;
    }

    private static StoredArgumentsView View(StoredArguments stored)
    {
        using var document = JsonDocument.Parse(stored.Values!.Json, _deep);
        return new StoredArgumentsView
        {
            Call = stored.CallId,
            State = StoredState.Stored,
            Arguments = document.RootElement.Clone(),
            Redacted = [.. stored.Values.Places.Select(static place => new RedactedValue(place.Path, place.Type, place.Length))],
            Bytes = stored.Bytes,
            Until = stored.Until,
        };
    }

    private static Fault Broken => new(
        LedgerFaults.SealBroken, "the stored arguments do not open: their key is gone, or they are not as they were written",
        "restore the keys that belong to this data folder");
}
