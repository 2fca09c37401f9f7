using System.Globalization;
using Gatehouse.Api.Catalogue;
using Gatehouse.Server.Site.Content;

namespace Gatehouse.Server.Site.Texts;

/// <summary>The two numbers, always both.</summary>
internal static class Counting
{
    /// <summary>Of the whole index.</summary>
    public static string Line(CatalogueTotals totals) =>
        $"{Number(totals.Tools)} {(totals.Tools == 1 ? "tool" : "tools")} classified, across an index of {Number(totals.Servers)} {(totals.Servers == 1 ? "server" : "servers")}.";

    /// <summary>Of one server in the index.</summary>
    public static Block Line(string server, long tools, CatalogueTotals totals) => new Block.Paragraph(
        new Inline.Strong(Number(tools)), " ", new Inline.Outside(server, 80),
        $" {(tools == 1 ? "tool" : "tools")} classified, across an index of {Number(totals.Servers)} {(totals.Servers == 1 ? "server" : "servers")} and {Number(totals.Tools)} tools.");

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
