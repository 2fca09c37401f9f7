using Gatehouse.Server.Settings;

namespace Gatehouse.Server.Tests.Settings;

/// <summary>Where the catalogue's imports go.</summary>
public sealed class CatalogueSettingTests
{
    [Fact]
    public void Read_Nothing_IsThePublicRegistries()
    {
        var sources = SettingReading.Read([], _ => null).Settings!.Catalogue;

        Assert.Equal(
            ["https://registry.modelcontextprotocol.io/", "https://registry.npmjs.org/", "https://api.nuget.org/v3/index.json"],
            new[] { sources.Registry, sources.Npm, sources.NuGet }.Select(address => address.ToString()));
        Assert.All(
            new[] { SettingTable.CatalogueRegistry, SettingTable.CatalogueNpm, SettingTable.CatalogueNuGet }.Zip([sources.Registry, sources.Npm, sources.NuGet]),
            pair => Assert.Equal(pair.First.Default, pair.Second.ToString().TrimEnd('/')));
    }

    [Theory]
    [InlineData("https://mirror.example.com/repository/npm/")]
    [InlineData("http://10.1.2.3:8081/repository/npm")]
    [InlineData("http://127.0.0.1:4873")]
    public void Read_Mirror_IsTakenInEachSpelling(string address)
    {
        var (settings, faults) = SettingReading.Read(
            ["--catalogue-npm", address], name => name is "GATEHOUSE_CATALOGUE_REGISTRY" or "GATEHOUSE_CATALOGUE_NUGET" ? address : null);

        Assert.Empty(faults);
        Assert.All(
            new[] { settings!.Catalogue.Registry, settings.Catalogue.Npm, settings.Catalogue.NuGet }, source => Assert.Equal(new Uri(address), source));
    }

    [Theory]
    [InlineData("mirror.example.com")]
    [InlineData("ftp://mirror.example.com/")]
    [InlineData("https://mirror.example.com/?key=canary")]
    [InlineData("https://user:canary@mirror.example.com/")]
    [InlineData("http://224.0.0.1/npm")]
    public void Read_WhatIsNoSource_StartsNothingAndIsNotRepeated(string address)
    {
        foreach (var flag in new[] { "--catalogue-registry", "--catalogue-npm", "--catalogue-nuget" })
        {
            var fault = Assert.Single(SettingReading.Read([flag, address], _ => null).Faults);

            Assert.Contains($"`{flag}`", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", fault.Message + fault.Help, StringComparison.Ordinal);
        }
    }
}
