using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Api;
using Gatehouse.Control.People;
using Microsoft.EntityFrameworkCore.Storage;

namespace Gatehouse.Control.Storage;

/// <summary>One change while its transaction is open.</summary>
internal sealed class Change(ControlDb db, Principal who, DateTimeOffset now, CancellationToken cancel)
{
    private readonly List<ChangeNote> _notes = [];

    /// <summary>The tables, inside the transaction. Saving is done by the store.</summary>
    public ControlDb Db => db;

    /// <summary>The transaction, for what the ledger keeps in the same database.</summary>
    public DbTransaction Transaction => db.Database.CurrentTransaction!.GetDbTransaction();

    /// <summary>Who changes, with the rights that they have now.</summary>
    public Principal Who => who;

    public DateTimeOffset Now => now;

    public CancellationToken Cancel => cancel;

    /// <summary>The rows for the audit, in order.</summary>
    public IReadOnlyList<ChangeNote> Notes => _notes;

    /// <summary>Set where calls do not depend on what was changed: the revision stays.</summary>
    public bool IsUnseenByCalls { get; set; }

    /// <summary>Writes down what was changed. Every change does it at least once.</summary>
    /// <param name="what">Stable word, for example <c>server.created</c>.</param>
    /// <param name="kind">What kind of thing, for example <c>server</c>.</param>
    /// <param name="id">Which.</param>
    /// <param name="before">As it was; null for what was made.</param>
    /// <param name="after">As it is; null for what was removed.</param>
    /// <remarks>SECURITY: views as the API shows them, which hold no secret; never the answer with a new token.</remarks>
    public void Note<T>(string what, string kind, string id, T? before, T? after)
        where T : class => _notes.Add(new(what, kind, id, Json(before), Json(after)));

    /// <summary>Writes down what was removed, and what ended with it.</summary>
    /// <param name="what">Stable word, for example <c>member.removed</c>.</param>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="id">Which.</param>
    /// <param name="before">As it was.</param>
    /// <param name="ended">What ended with it.</param>
    public void NoteRemoval<TBefore, TEnded>(string what, string kind, string id, TBefore before, TEnded ended)
        where TBefore : class
        where TEnded : class => _notes.Add(new(what, kind, id, Json(before), Json(ended)));

    /// <summary>Writes down something that has no shape to tell.</summary>
    public void Note(string what, string kind, string id) => _notes.Add(new(what, kind, id, null, null));

    private static string? Json<T>(T? view)
        where T : class =>
        view is null ? null : JsonSerializer.Serialize(view, (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!);
}

/// <summary>One row for the audit.</summary>
internal sealed record ChangeNote(string What, string SubjectKind, string SubjectId, string? Before, string? After);
