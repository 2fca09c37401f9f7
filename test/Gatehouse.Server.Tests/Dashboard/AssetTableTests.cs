using System.Text;
using Gatehouse.Server.Dashboard.Assets;

namespace Gatehouse.Server.Tests.Dashboard;

/// <summary>What pages load, as it is served.</summary>
public sealed class AssetTableTests
{
    [Fact]
    public void Font_IsServedAsItIs_WhereTheStylesheetNamesIt()
    {
        var path = AssetTable.Url("inter.woff2");
        var font = AssetTable.Find(path)!;

        Assert.Equal(("font/woff2", null, null), (font.ContentType, font.Brotli, font.Gzip));
        Assert.Contains($"url(\"{path}\")", Encoding.UTF8.GetString(Asset("app.css").Plain), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app.css")]
    [InlineData("app.js")]
    [InlineData("builder.mjs")]
    public void Text_IsCompressedBeforehand(string name) => Assert.True(Asset(name).Brotli!.Length < Asset(name).Plain.Length / 2);

    private static Asset Asset(string name) => AssetTable.Find(AssetTable.Url(name))!;
}
