using Gatehouse.Api.Audit;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Audit;

/// <summary>Puts entries behind the last one of their organisation, each with the hash of the one before.</summary>
internal static class AuditChain
{
    /// <summary>Adds the notes of a change. ORDER: inside a transaction that already holds the write lock.</summary>
    public static async Task AppendAsync(ControlDb db, Principal who, IEnumerable<ChangeNote> notes, DateTimeOffset at, CancellationToken cancel)
    {
        var last = await db.Audit.AsNoTracking()
            .Where(entry => entry.OrganisationId == who.OrganisationId)
            .OrderByDescending(entry => entry.Sequence)
            .Select(entry => new { entry.Sequence, entry.Hash })
            .FirstOrDefaultAsync(cancel);
        var (sequence, previous) = (last?.Sequence ?? 0, last?.Hash ?? AuditHash.Zeros);
        foreach (var note in notes)
        {
            var entry = Entry(who, note, at, ++sequence, previous);
            db.Audit.Add(entry);
            previous = entry.Hash;
        }
    }

    /// <summary>An entry as the API and its files have it.</summary>
    public static AuditLine LineOf(AuditEntry entry) => new()
    {
        OrganisationId = entry.OrganisationId,
        Sequence = entry.Sequence,
        At = entry.At,
        ActorKind = entry.ActorKind,
        ActorId = entry.ActorId,
        Actor = entry.Actor,
        What = entry.What,
        SubjectKind = entry.SubjectKind,
        SubjectId = entry.SubjectId,
        Before = entry.Before,
        After = entry.After,
        From = entry.From,
        Previous = entry.Previous,
        Hash = entry.Hash,
    };

    private static AuditEntry Entry(Principal who, ChangeNote note, DateTimeOffset at, long sequence, string previous)
    {
        var (entry, hash) = (Draft(""), "");
        hash = AuditHash.Of(LineOf(entry));
        return Draft(hash);

        AuditEntry Draft(string ownHash) => new()
        {
            OrganisationId = who.OrganisationId,
            Sequence = sequence,
            At = at,
            ActorKind = who.Kind,
            ActorId = who.Id,
            Actor = who.Label,
            What = note.What,
            SubjectKind = note.SubjectKind,
            SubjectId = note.SubjectId,
            Before = note.Before,
            After = note.After,
            From = who.From,
            Previous = previous,
            Hash = ownHash,
        };
    }
}
