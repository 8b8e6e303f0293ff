import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.core.EncryptedPdfException;
import org.verapdf.core.ModelParsingException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Asks the veraPDF engine: Vera PROFILE,PROFILE FILE PROFILE FILE …
 * A profile is the name of one of the engine's own, such as PDFUA-1. For each broken rule there is a line:
 * the file, a tab, the profile, a tab, the rule, what is wrong, how many times.
 */
public class Vera {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 0; i < args.length; i += 2)
            for (String name : args[i].split(","))
                for (String line : broken(name, new File(args[i + 1])).values())
                    System.out.println(args[i + 1] + "\t" + name + "\t" + line);
    }

    static Map<RuleId, String> broken(String name, File file) throws Exception {
        ValidationProfile profile =
            Profiles.profileFromXml(Vera.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml"));
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
             PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 1, false, true, false)) {
            return lines(validator.validate(parser));
        } catch (ModelParsingException | EncryptedPdfException unreadable) {
            return Map.of(profile.getRules().iterator().next().getRuleId(), "unreadable: " + unreadable.getMessage());
        }
    }

    /** The engine counts every failure, and describes the first of each rule. */
    static Map<RuleId, String> lines(ValidationResult result) {
        Map<RuleId, String> found = new LinkedHashMap<>();
        for (TestAssertion failure : result.getTestAssertions()) {
            RuleId rule = failure.getRuleId();
            int times = result.getFailedChecks().get(rule);
            found.putIfAbsent(rule, rule.getClause() + "-" + rule.getTestNumber() + ": "
                + failure.getErrorMessage().strip().replaceAll("\\s+", " ") + " (" + times + " times)");
        }
        return found;
    }
}
