using System.Collections.Immutable;
using Gatehouse.Server.Site.Content;

namespace Gatehouse.Server.Site.Texts;

/// <summary>How a new index is filled.</summary>
internal static class FillingTexts
{
    /// <summary>With more tools than this nobody needs to be told.</summary>
    public const int Many = 200;

    public static ImmutableArray<Block> Blocks { get; } =
    [
        new Block.Heading("Fill the index", "fill"),
        new Block.Paragraph("A new installation knows its own demo server and nothing else, because the texts of tools belong to who wrote them. Fill it from where you may take them, as an admin:"),
        new Block.Listing(
            "Fill the index",
            """
            gatehouse login https://gatehouse.example.com
            gatehouse catalogue import --registry
            gatehouse introspect npm:@modelcontextprotocol/server-memory --out memory.json
            gatehouse catalogue import memory.json
            """,
            "sh"),
        new Block.Points(
        [
            [new Inline.Strong("The official registry"), " knows thousands of servers by name."],
            [new Inline.Strong("A package"), " is asked for its tools in a folder that is thrown away, without network where the system allows it."],
            [new Inline.Strong("Your own clients"), " know what your agents use: ", new Inline.Way("/stack", "paste a configuration"), ", or run ", new Inline.Name("gatehouse scan"), "."],
        ]),
    ];
}
