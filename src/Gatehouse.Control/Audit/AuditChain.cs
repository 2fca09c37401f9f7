using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Audit;

/// <summary>Puts entries behind the last one of their organisation, each with the hash of the one before.</summary>
/// <remarks>
/// A hash is SHA-256 over the fields, each as its length in bytes, a colon and its UTF-8, in the order of
/// <see cref="HashOf"/>; an absent field is <c>-</c>. docs/reference/audit.md says it for those who check by other means.
/// </remarks>
internal static class AuditChain
{
    public static readonly string Zeros = new('0', 64);

    /// <summary>Adds the notes of a change. ORDER: inside a transaction that already holds the write lock.</summary>
    public static async Task AppendAsync(ControlDb db, Principal who, IEnumerable<ChangeNote> notes, DateTimeOffset at, CancellationToken cancel)
    {
        var last = await db.Audit.AsNoTracking()
            .Where(entry => entry.OrganisationId == who.OrganisationId)
            .OrderByDescending(entry => entry.Sequence)
            .Select(entry => new { entry.Sequence, entry.Hash })
            .FirstOrDefaultAsync(cancel);
        var (sequence, previous) = (last?.Sequence ?? 0, last?.Hash ?? Zeros);
        foreach (var note in notes)
        {
            var entry = Entry(who, note, at, ++sequence, previous);
            db.Audit.Add(entry);
            previous = entry.Hash;
        }
    }

    /// <summary>The hash that an entry must have.</summary>
    public static string HashOf(AuditEntry entry)
    {
        var text = new StringBuilder();
        Add(text, entry.Previous);
        Add(text, entry.OrganisationId);
        Add(text, entry.Sequence.ToString(CultureInfo.InvariantCulture));
        Add(text, entry.At.UtcTicks.ToString(CultureInfo.InvariantCulture));
        Add(text, Words<ActorKind>.Of(entry.ActorKind));
        Add(text, entry.ActorId);
        Add(text, entry.Actor);
        Add(text, entry.What);
        Add(text, entry.SubjectKind);
        Add(text, entry.SubjectId);
        Add(text, entry.Before);
        Add(text, entry.After);
        Add(text, entry.From);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static AuditEntry Entry(Principal who, ChangeNote note, DateTimeOffset at, long sequence, string previous)
    {
        var (entry, hash) = (Draft(""), "");
        hash = HashOf(entry);
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

    private static void Add(StringBuilder text, string? field) => _ = field is null
        ? text.Append('-')
        : text.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field}");
}
