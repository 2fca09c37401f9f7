using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>Imports into the catalogue: begun, fed, looked at.</summary>
internal sealed class ImportAdministration(
    CatalogueStore catalogue, ControlStore store, CatalogueKeeper keeper, Pages pages, ImportWorker worker, CatalogueSettings settings, TimeProvider time)
{
    private const string List = "imports";
    private const string Kind = "import";
    private const int MostLines = 5_000;

    /// <summary>Begins an import, or goes on with one of the same kind and argument that was cut off.</summary>
    /// <remarks>Faults: <c>right-missing</c>, <c>value-invalid</c>.</remarks>
    public async ValueTask<Outcome<ImportView>> BeginAsync(Principal who, NewImport wanted, CancellationToken cancel)
    {
        if (await keeper.RefusesAsync(who, cancel) is { } refused)
        {
            return refused;
        }

        var (argument, invalid) = ImportArgument.Of(wanted, settings);
        if (argument is null)
        {
            return invalid!;
        }

        var begun = await catalogue.WriteAsync(
            session =>
            {
                var found = ImportRun.Unfinished(session, who.OrganisationId, wanted.Kind, argument);
                var run = found is not null && !wanted.Full
                    ? found with { State = Going(wanted.Kind), Ended = null, Problem = null }
                    : New(session, who, wanted, argument);
                run.Save(session);
                return run;
            },
            cancel);
        var noted = await store.ChangeAsync<ImportView>(who, Right.ChangeCatalogue, change =>
        {
            change.IsUnseenByCalls = true;
            change.Note("catalogue.import_started", Kind, begun.Id, null, begun.View());
            return ValueTask.FromResult<Outcome<ImportView>>(begun.View());
        }, cancel);
        if (noted.Value is not null && begun.State == ImportState.Running)
        {
            worker.Wake();
        }

        return noted;
    }

    /// <summary>Takes entries of a file. A part that was sent before is passed over, so that a part may be sent again.</summary>
    /// <remarks>Faults: <c>not-found</c>, <c>import-closed</c>, <c>import-elsewhere</c>, <c>value-invalid</c>.</remarks>
    public async ValueTask<Outcome<ImportView>> TakeAsync(Principal who, string id, ImportPart part, CancellationToken cancel)
    {
        if (who.Lacks(Right.ChangeCatalogue) is { } lacking)
        {
            return lacking;
        }

        if (await keeper.RefusesAsync(who, cancel) is not null)
        {
            // Whoever keeps nothing has no import, and learns of none.
            return ControlFaults.Absent(Kind, id);
        }

        if (part.From < 0 || part.Lines.IsDefault || part.Lines.Length > MostLines)
        {
            return ControlFaults.Invalid("lines", $"are more than {MostLines}, or `from` is negative");
        }

        return await catalogue.WriteAsync<Outcome<ImportView>>(
            session =>
            {
                if (ImportRun.Find(session, who.OrganisationId, id) is not { } run)
                {
                    return ControlFaults.Absent(Kind, id);
                }

                if (run is not { Kind: ImportKind.File, State: ImportState.Open })
                {
                    return new Fault(CatalogueFaults.ImportClosed, "the import takes no entries", "begin another one");
                }

                if (part.From > run.Taken)
                {
                    return new Fault(
                        CatalogueFaults.ImportElsewhere, $"the import has {run.Taken} entries, and these begin at {part.From}", "go on from its cursor");
                }

                var now = time.GetUtcNow();
                var fresh = part.Lines.Skip((int)Math.Min(run.Taken - part.From, part.Lines.Length)).ToArray();
                var tally = ImportTally.Of(run.Tally);
                ImportBatch.Write(session, tally, fresh.Select(line => EntryReader.Read(line, run.Defaults)), now);
                var taken = run with
                {
                    Cursor = (run.Taken + fresh.Length).ToString(CultureInfo.InvariantCulture),
                    State = part.Last ? ImportState.Done : ImportState.Open,
                    Ended = part.Last ? now : null,
                    Tally = tally.Kept,
                };
                taken.Save(session);
                return taken.View();
            },
            cancel);
    }

    /// <summary>One import.</summary>
    public async ValueTask<Outcome<ImportView>> ReadAsync(Principal who, string id, CancellationToken cancel) =>
        who.Lacks(Right.ChangeCatalogue) is { } lacking ? lacking
            : await catalogue.ReadAsync(session => ImportRun.Find(session, who.OrganisationId, id), cancel) is { } run ? run.View()
            : ControlFaults.Absent(Kind, id);

    /// <summary>Imports of the organisation, oldest first.</summary>
    public async ValueTask<Outcome<Page<ImportView>>> ListAsync(Principal who, PageQuery query, CancellationToken cancel)
    {
        if (who.Lacks(Right.ChangeCatalogue) is { } lacking)
        {
            return lacking;
        }

        var (count, fault) = query.Count();
        Position? after = query.Cursor.Count == 1 ? pages.Open(who, List, query.Cursor[0]!) : null;
        if (fault is not null || (query.Cursor.Count > 0 && after is null))
        {
            return fault ?? new Fault(ControlFaults.CursorInvalid, "`cursor` is not one of this list", "begin again without it");
        }

        var runs = await catalogue.ReadAsync(
            session => ImportRun.List(session, who.OrganisationId, after?.Created.ToUnixTimeSeconds() ?? 0, after?.Id ?? "", count + 1), cancel);
        return new Page<ImportView>(
            [.. runs.Take(count).Select(static run => run.View())],
            runs.Count > count ? pages.Seal(who, List, new Position(runs[count - 1].Started, runs[count - 1].Id)) : null);
    }

    private static ImportState Going(ImportKind kind) => kind == ImportKind.File ? ImportState.Open : ImportState.Running;

    private ImportRun New(CatalogueSession session, Principal who, NewImport wanted, string argument) => new()
    {
        Id = Ids.New("imp"),
        OrganisationId = who.OrganisationId,
        Kind = wanted.Kind,
        Argument = argument,
        Licence = wanted.Licence,
        State = Going(wanted.Kind),

        // What changed while the last one ran is asked for again.
        Since = wanted is { Kind: ImportKind.Registry, Full: false } && ImportRun.LastRegistry(session) is { } last
            ? last.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : null,
        Started = time.GetUtcNow(),
    };
}
