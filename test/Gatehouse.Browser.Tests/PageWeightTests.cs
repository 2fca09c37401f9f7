namespace Gatehouse.Browser.Tests;

/// <summary>What a page weighs over the wire for somebody who was never here.</summary>
public sealed class PageWeightTests(Workplace workplace, Chromium chromium) : IClassFixture<Workplace>
{
    private const int Most = 300_000;

    [Fact]
    public async Task Pages_WithAnEmptyCache_WeighLessThan300Kilobytes()
    {
        await using var window = await chromium.OpenAsync();
        var scales = await Scales.OpenAsync(window);
        var told = new List<(string Path, long Bytes, int Requests)>();
        foreach (var path in new[] { "sign-in", "tools" })
        {
            told.Add(await scales.WeighAsync(workplace.Installation.People, path));
        }

        await workplace.Installation.EnterAsync(window);
        foreach (var path in await workplace.PathsAsync())
        {
            told.Add(await scales.WeighAsync(workplace.Installation.People, path));
        }

        Assert.Equal([], told.Where(one => one.Bytes is 0 or >= Most));

        // Found in nothing but what it should be: the builder brings its modules, other pages do not.
        Assert.True(told.Single(one => one.Path.EndsWith("/edit", StringComparison.Ordinal)).Requests > told.Single(one => one.Path == "home").Requests);
    }
}
