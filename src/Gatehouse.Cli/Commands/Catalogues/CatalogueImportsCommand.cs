using System.CommandLine;
using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Api.Catalogue;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Catalogues;

/// <summary><c>gatehouse catalogue imports</c>.</summary>
internal static class CatalogueImportsCommand
{
    public static Command Create()
    {
        var command = new Verb("imports", "List the imports, how far they came and what cut them off.", "gatehouse catalogue imports");
        new RemoteOptions().AddTo(command, (_, session) => session.ShowListAsync(
            "catalogue/imports", ApiJson.Default.PageImportView, "nothing was imported",
            ["id", "kind", "what", "state", "entries", "started", "problem"],
            run => [
                run.Id, Words<ImportKind>.Of(run.Kind), Short(run.Argument), Words<ImportState>.Of(run.State),
                run.Counts.GetValueOrDefault("entries").ToString(CultureInfo.InvariantCulture),
                run.Started.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), run.Problem ?? ""]));
        return command;
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
