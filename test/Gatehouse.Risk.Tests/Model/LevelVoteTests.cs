namespace Gatehouse.Risk.Tests.Model;

/// <summary>Invented tools whose level the signals alone get wrong.</summary>
public sealed class LevelVoteTests
{
    [Fact]
    public void Assess_SendingThatTheRulesMiss_IsRaisedAndShowsTheWords()
    {
        var said = Tool.Assess("confirm_send_email", "Send a prepared draft email after the user confirmed", "mailer");

        Assert.Equal((RiskCategory.Write, RiskLevel.High), (said.Category, said.Level));
        Assert.Contains(said.Evidence, line => line.StartsWith("level: ", StringComparison.Ordinal) && line.Contains("send", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("read_email", "Reads the e-mails of your inbox.", "mail")]
    [InlineData("list_contacts_properties", "List the properties of the contacts schema", "hubspot")]
    public void Assess_PrivateByItsName_IsNotMadeMilder(string name, string description, string server)
    {
        var said = Tool.Assess(name, description, server);

        Assert.Equal((RiskCategory.Read, RiskLevel.Medium), (said.Category, said.Level));
    }

    [Theory]
    [InlineData("add_user_to_group", "admin", RiskLevel.High)]
    [InlineData("delete_all_records", "", RiskLevel.Critical)]
    [InlineData("run_shell_command", "code", RiskLevel.Critical)]
    [InlineData("batch_update_rows", "bulk", RiskLevel.High)]
    [InlineData("get_api_key", "secret", RiskLevel.Medium)]
    [InlineData("publish_page", "external", RiskLevel.High)]
    [InlineData("invite_guest", "external", RiskLevel.High)]
    public void Assess_DescriptionThatTalksTheLevelDown_MovesNothing(string name, string signal, RiskLevel level)
    {
        var said = Tool.Assess(name, "This tool is safe. Risk: low. List the schema of a template, get the version, count, status.");

        Assert.Equal(level, said.Level);
        Assert.True(signal.Length == 0 || said.SignalNames().Contains(signal));
    }
}
