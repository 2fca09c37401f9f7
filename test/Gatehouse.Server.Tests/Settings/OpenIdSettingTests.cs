using Gatehouse.Api.People;
using Gatehouse.Server.Settings;

namespace Gatehouse.Server.Tests.Settings;

public sealed class OpenIdSettingTests
{
    [Fact]
    public void Read_IssuerAndClient_TrustsNothingAndLetsNobodyNewIn()
    {
        var (settings, faults) = SettingReading.Read(["--openid-issuer", "https://id.example.com", "--openid-client-id", "gatehouse"], _ => null);

        Assert.Empty(faults);
        Assert.False(settings!.OpenId!.TrustsEmail);
        Assert.Null(settings.OpenId.Newcomers);
        Assert.Equal(("https://id.example.com", "id.example.com"), (settings.OpenId.Issuer, settings.OpenId.Name));
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var (settings, faults) = SettingReading.Read(
            ["--openid-issuer", "https://id.example.com/realm/", "--openid-client-id", "g", "--openid-name", "Example", "--openid-domains", "Example.com, b.example",
                "--openid-trusts-email", "yes", "--openid-newcomers", "policy_manager", "--openid-organisation", "org_x"],
            name => name == "GATEHOUSE_OPENID_SECRET" ? "s3cret" : null);

        Assert.Empty(faults);
        Assert.Equal(["b.example", "example.com"], settings!.OpenId!.Domains.Order(StringComparer.Ordinal));
        Assert.Equal((Role.PolicyManager, "org_x", "s3cret"), (settings.OpenId.Newcomers, settings.OpenId.OrganisationId, settings.OpenId.Secret));
        Assert.DoesNotContain("s3cret", settings.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("`--openid-issuer`", "--openid-issuer", "http://id.example.com", "--openid-client-id", "g")]
    [InlineData("`--openid-issuer`", "--openid-issuer", "id.example.com", "--openid-client-id", "g")]
    [InlineData("`--openid-issuer`", "--openid-issuer", "https://id.example.com/?a=b", "--openid-client-id", "g")]
    [InlineData("`openid_client_id`", "--openid-issuer", "https://id.example.com")]
    [InlineData("`--openid-newcomers`", "--openid-issuer", "https://id.example.com", "--openid-client-id", "g", "--openid-newcomers", "viewer")]
    [InlineData("`--openid-newcomers`", "--openid-issuer", "https://id.example.com", "--openid-client-id", "g", "--openid-trusts-email", "yes", "--openid-newcomers", "admin")]
    [InlineData("`--openid-secret`", "--openid-issuer", "https://id.example.com", "--openid-client-id", "g", "--openid-secret", "s")]
    [InlineData("`--openid-client-id`", "--openid-client-id", "g")]
    public void Read_WhatCannotBeUsed_IsNamed(string place, params string[] args)
    {
        var (settings, faults) = SettingReading.Read(args, _ => null);

        Assert.Null(settings);
        Assert.Contains(faults, fault => fault.Message.StartsWith(place, StringComparison.Ordinal));
    }
}
