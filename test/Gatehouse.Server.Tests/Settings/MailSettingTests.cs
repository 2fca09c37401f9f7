using Gatehouse.Control.Mails;
using Gatehouse.Server.Settings;

namespace Gatehouse.Server.Tests.Settings;

public sealed class MailSettingTests
{
    [Fact]
    public void Read_HostAndFrom_IsStartTlsOnItsPortWithoutAUser()
    {
        var (settings, faults) = SettingReading.Read(["--smtp-host", "mail.example.com", "--smtp-from", "g@example.com"], _ => null);

        Assert.Empty(faults);
        Assert.Equal((MailSecurity.StartTls, 587, null), (settings!.Mail!.Security, settings.Mail.Port, settings.Mail.User));
        Assert.False(settings.IsRegistrationOpen);
    }

    [Fact]
    public void Read_PasswordInAFile_IsItsLine()
    {
        using var folder = new TempFolder();
        var file = folder.Write("password", "s3cret\n");

        var (settings, faults) = SettingReading.Read(
            ["--smtp-host", "m.example", "--smtp-from", "g@example.com", "--smtp-user", "u", "--smtp-password-file", file, "--smtp-security", "tls",
                "--registration", "open"], _ => null);

        Assert.Empty(faults);
        Assert.Equal(("s3cret", 465), (settings!.Mail!.Password, settings.Mail.Port));
        Assert.True(settings.IsRegistrationOpen);
        Assert.DoesNotContain("s3cret", settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PasswordInAVariable_IsItsValue()
    {
        var (settings, faults) = SettingReading.Read(
            ["--smtp-host", "m.example", "--smtp-from", "g@example.com", "--smtp-user", "u"], name => name == "GATEHOUSE_SMTP_PASSWORD" ? "s3cret" : null);

        Assert.Empty(faults);
        Assert.Equal("s3cret", settings!.Mail!.Password);
    }

    [Theory]
    [InlineData("`--smtp-password`", "--smtp-host", "m.example", "--smtp-from", "g@example.com", "--smtp-user", "u", "--smtp-password", "p")]
    [InlineData("`smtp_from`", "--smtp-host", "m.example")]
    [InlineData("`--smtp-from`", "--smtp-host", "m.example", "--smtp-from", "g@example.com\r\nBcc: x@y.example")]
    [InlineData("`--smtp-host`", "--smtp-host", "not a host", "--smtp-from", "g@example.com")]
    [InlineData("`--smtp-port`", "--smtp-host", "m.example", "--smtp-from", "g@example.com", "--smtp-port", "0")]
    [InlineData("`--smtp-security`", "--smtp-host", "m.example", "--smtp-from", "g@example.com", "--smtp-security", "none")]
    [InlineData("`--smtp-security`", "--smtp-host", "localhost", "--smtp-from", "g@example.com", "--smtp-security", "maybe")]
    [InlineData("`--smtp-user`", "--smtp-host", "m.example", "--smtp-from", "g@example.com", "--smtp-user", "u")]
    [InlineData("`--smtp-password-file`", "--smtp-host", "m.example", "--smtp-from", "g@example.com", "--smtp-user", "u", "--smtp-password-file", "/nowhere")]
    [InlineData("`--smtp-ca`", "--smtp-host", "m.example", "--smtp-from", "g@example.com", "--smtp-ca", "/nowhere")]
    [InlineData("`--smtp-from`", "--smtp-from", "g@example.com")]
    [InlineData("`--registration`", "--registration", "open")]
    public void Read_WhatCannotBeUsed_IsNamed(string place, params string[] args)
    {
        var (settings, faults) = SettingReading.Read(args, _ => null);

        Assert.Null(settings);
        Assert.Contains(faults, fault => fault.Message.StartsWith(place, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SecretInTheFileOfSettings_IsRefused()
    {
        using var folder = new TempFolder();
        var file = folder.Write("server.json", """{"smtp_password":"p"}""");

        Assert.Contains("`smtp_password`", Assert.Single(SettingReading.Read(["--config", file], _ => null).Faults).Message, StringComparison.Ordinal);
    }
}
