using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Api;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Storage;

/// <summary>The answers of creations that carried an <c>Idempotency-Key</c>.</summary>
internal sealed class KeptAnswers(ControlDb db, Sealer sealer, TimeProvider time)
{
    private const string Purpose = "kept-answer";

    /// <summary>What was answered then; null for a new key. Fault: <c>idempotency-key-reused</c>.</summary>
    public async ValueTask<Outcome<T>?> FindAsync<T>(Principal who, Repeat repeat, CancellationToken cancel)
        where T : class
    {
        // Bounded: what nobody can ask for any more goes with the next creation.
        var now = time.GetUtcNow();
        await db.KeptAnswers.Where(row => row.Expires <= now).ExecuteDeleteAsync(cancel);
        var row = await db.KeptAnswers.AsNoTracking()
            .SingleOrDefaultAsync(kept => kept.ActorId == who.Id && kept.Key == repeat.Key, cancel);
        if (row is null)
        {
            return null;
        }

        if (row.RequestHash != repeat.RequestHash)
        {
            return new Fault(
                ControlFaults.IdempotencyKeyReused, "the `Idempotency-Key` was used for another request", "send another key");
        }

        return sealer.Open(Purpose, who.Id, who.OrganisationId, row.Sealed) is { } json
            && JsonSerializer.Deserialize(json, TypeOf<T>()) is { } value
                ? value
                : new Fault(
                    ControlFaults.IdempotencyKeyReused, "the answer to this `Idempotency-Key` cannot be read any more", "look at the list");
    }

    /// <summary>Keeps an answer for a day.</summary>
    public void Keep<T>(Change change, Repeat repeat, T value)
        where T : class
    {
        var expires = change.Now + Repeat.Kept;
        db.KeptAnswers.Add(new KeptAnswer
        {
            ActorId = change.Who.Id,
            Key = repeat.Key,
            RequestHash = repeat.RequestHash,
            Sealed = sealer.Seal(
                Purpose, change.Who.Id, change.Who.OrganisationId, JsonSerializer.SerializeToUtf8Bytes(value, TypeOf<T>()), expires),
            Expires = expires,
        });
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!;
}
