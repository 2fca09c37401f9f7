using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People.Passkeys;

/// <summary>Questions to authenticators: each is answered once, within five minutes.</summary>
internal sealed class PasskeyChallenges(ControlDb db, TimeProvider time)
{
    private static readonly TimeSpan _life = TimeSpan.FromMinutes(5);

    /// <summary>Keeps a question.</summary>
    /// <param name="personId">Who adds a passkey; null for who signs in.</param>
    /// <param name="options">For the browser, JSON.</param>
    /// <param name="state">For the answer.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<PasskeyQuestion> KeepAsync(string? personId, string options, string state, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await db.PasskeyChallenges.Where(row => row.Expires <= now).ExecuteDeleteAsync(cancel);
        var challenge = new PasskeyChallenge { Id = Ids.New("pkc"), PersonId = personId, State = state, Expires = now + _life };
        db.PasskeyChallenges.Add(challenge);
        await db.SaveChangesAsync(cancel);
        using var json = JsonDocument.Parse(options);
        return new PasskeyQuestion(challenge.Id, json.RootElement.Clone());
    }

    /// <summary>Takes a question for its answer; null where it was answered, is too old, or was asked of somebody else.</summary>
    public async Task<string?> TakeAsync(string id, string? personId, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var rows = db.PasskeyChallenges.Where(row => row.Id == id && row.PersonId == personId && row.Expires > now);
        var state = await rows.Select(row => row.State).SingleOrDefaultAsync(cancel);

        // Of two answers at once, one finds it gone.
        return state is not null && await rows.ExecuteDeleteAsync(cancel) == 1 ? state : null;
    }
}
