package esnode;

import static esnode.AnalysisBits.withSettings;
import static java.util.Map.entry;

import esnode.AnalysisBits.Reads;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.core.LowerCaseFilter;
import org.apache.lucene.analysis.core.UpperCaseFilter;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.KeepWordFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.LimitTokenCountFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.SetKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.StemmerOverrideFilter;
import org.apache.lucene.analysis.miscellaneous.StemmerOverrideFilter.StemmerOverrideMap;
import org.apache.lucene.analysis.miscellaneous.TrimFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterIterator;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.reverse.ReverseStringFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** The token filters, each reading the settings that are named here and no others. */
final class TokenFilters {
    static final Map<String, AnalysisProvider<TokenFilterFactory>> ALL = Map.ofEntries(
        normalizing("lowercase", (i, e, s) -> LowerCaseFilter::new),
        normalizing("uppercase", (i, e, s) -> UpperCaseFilter::new),
        normalizing("trim", (i, e, s) -> TrimFilter::new),
        normalizing("decimal_digit", (i, e, s) -> DecimalDigitFilter::new),
        entry("asciifolding", (i, e, name, s) -> new Folding(name, s.getAsBoolean("preserve_original", false))),
        splitting("edge_ngram", (i, e, s) -> {
            int min = s.getAsInt("min_gram", 1), max = s.getAsInt("max_gram", 2);
            boolean keep = s.getAsBoolean("preserve_original", false);
            return in -> new EdgeNGramTokenFilter(in, min, max, keep);
        }),
        splitting("ngram", (i, e, s) -> {
            int min = s.getAsInt("min_gram", 1), max = s.getAsInt("max_gram", 2);
            AnalysisBits.checkDiff(i, min, max);
            boolean keep = s.getAsBoolean("preserve_original", false);
            return in -> new NGramTokenFilter(in, min, max, keep);
        }),
        splitting("word_delimiter_graph", (i, e, s) -> wordDelimiter(e, s)),
        filter("stemmer", (i, e, s) -> stemmer(s.get("language", s.get("name", "english")))),
        filter("snowball", (i, e, s) -> snowball(s.get("language", "English"))),
        filter("porter_stem", (i, e, s) -> PorterStemFilter::new),
        filter("kstem", (i, e, s) -> KStemFilter::new),
        filter("reverse", (i, e, s) -> ReverseStringFilter::new),
        filter("flatten_graph", (i, e, s) -> FlattenGraphFilter::new),
        filter("remove_duplicates", (i, e, s) -> RemoveDuplicatesTokenFilter::new),
        filter("keyword_repeat", (i, e, s) -> KeywordRepeatFilter::new),
        filter("unique", (i, e, s) -> in -> new Unique(in, s.getAsBoolean("only_on_same_position", false))),
        filter("length", (i, e, s) -> in -> new LengthFilter(in, s.getAsInt("min", 0), s.getAsInt("max", Integer.MAX_VALUE))),
        filter("truncate", (i, e, s) -> in -> new TruncateTokenFilter(in, s.getAsInt("length", 10))),
        filter("limit", (i, e, s) -> in -> new LimitTokenCountFilter(in, s.getAsInt("max_token_count", 1),
            s.getAsBoolean("consume_all_tokens", false))),
        withSettings(normalizing("elision", (i, e, s) -> {
            CharArraySet articles = Analysis.parseArticles(e, s);
            return in -> new ElisionFilter(in, articles);
        })),
        withSettings(filter("keyword_marker", (i, e, s) -> {
            CharArraySet words = Analysis.getWordSet(e, s, "keywords");
            return in -> new SetKeywordMarkerFilter(in, words);
        })),
        withSettings(filter("keep", (i, e, s) -> {
            CharArraySet words = Analysis.getWordSet(e, s, "keep_words");
            return in -> new KeepWordFilter(in, words);
        })),
        withSettings(normalizing("pattern_replace", (i, e, s) -> {
            Pattern pattern = Pattern.compile(s.get("pattern"));
            return in -> new PatternReplaceFilter(in, pattern, s.get("replacement", ""), s.getAsBoolean("all", true));
        })),
        withSettings(filter("pattern_capture", (i, e, s) -> {
            Pattern[] patterns = s.getAsList("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new);
            return in -> new PatternCaptureGroupTokenFilter(in, s.getAsBoolean("preserve_original", true), patterns);
        })),
        withSettings(filter("stemmer_override", (i, e, s) -> {
            StemmerOverrideMap map = overrides(Analysis.getWordList(e, s, "rules"));
            return in -> new StemmerOverrideFilter(in, map);
        })),
        withSettings(entry("synonym", (i, e, name, s) -> new Synonyms(name, e, s, false))),
        withSettings(entry("synonym_graph", (i, e, name, s) -> new Synonyms(name, e, s, true)))
    );

    private TokenFilters() {}

    private static UnaryOperator<TokenStream> stemmer(String language) {
        return switch (language) {
            case "english", "porter" -> PorterStemFilter::new;
            case "light_english", "lightEnglish", "kstem" -> KStemFilter::new;
            case "minimal_english", "minimalEnglish" -> EnglishMinimalStemFilter::new;
            case "possessive_english", "possessiveEnglish" -> EnglishPossessiveFilter::new;
            case "porter2" -> snowball("English");
            default -> snowball(language);
        };
    }

    private static UnaryOperator<TokenStream> snowball(String language) {
        String stemmer = Character.toUpperCase(language.charAt(0)) + language.substring(1);
        return in -> new SnowballFilter(in, stemmer);
    }

    private static StemmerOverrideMap overrides(List<String> rules) {
        var builder = new StemmerOverrideFilter.Builder(false);
        for (String rule : rules) {
            String[] sides = rule.split("=>", 2);
            for (String word : sides[0].split(",")) {
                builder.add(word.trim(), sides[1].trim());
            }
        }
        try {
            return builder.build();
        } catch (IOException e) {
            throw new IllegalArgumentException("failed to build overrides", e);
        }
    }

    private static UnaryOperator<TokenStream> wordDelimiter(Environment e, Settings s) {
        if (s.hasValue("type_table") || s.hasValue("type_table_path")) {
            throw new IllegalArgumentException("type_table is not in this node");
        }
        int flags = flag(s, "generate_word_parts", true, WordDelimiterGraphFilter.GENERATE_WORD_PARTS)
            | flag(s, "generate_number_parts", true, WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS)
            | flag(s, "catenate_words", false, WordDelimiterGraphFilter.CATENATE_WORDS)
            | flag(s, "catenate_numbers", false, WordDelimiterGraphFilter.CATENATE_NUMBERS)
            | flag(s, "catenate_all", false, WordDelimiterGraphFilter.CATENATE_ALL)
            | flag(s, "split_on_case_change", true, WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE)
            | flag(s, "preserve_original", false, WordDelimiterGraphFilter.PRESERVE_ORIGINAL)
            | flag(s, "split_on_numerics", true, WordDelimiterGraphFilter.SPLIT_ON_NUMERICS)
            | flag(s, "stem_english_possessive", true, WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE)
            | flag(s, "ignore_keywords", false, WordDelimiterGraphFilter.IGNORE_KEYWORDS);
        boolean adjust = s.getAsBoolean("adjust_offsets", true);
        CharArraySet keep = Analysis.getWordSet(e, s, "protected_words");
        return in -> new WordDelimiterGraphFilter(in, adjust, WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE, flags, keep);
    }

    private static int flag(Settings s, String name, boolean otherwise, int flag) {
        return s.getAsBoolean(name, otherwise) ? flag : 0;
    }

    static class Filter extends AbstractTokenFilterFactory {
        private final UnaryOperator<TokenStream> make;

        Filter(String name, UnaryOperator<TokenStream> make) {
            super(name);
            this.make = make;
        }

        @Override
        public TokenStream create(TokenStream in) {
            return make.apply(in);
        }
    }

    /** A filter that may also be used in a normalizer. */
    private static class NormalizingFilter extends Filter implements NormalizingTokenFilterFactory {
        NormalizingFilter(String name, UnaryOperator<TokenStream> make) {
            super(name, make);
        }
    }

    /** A filter that makes several tokens of one, which synonym rules cannot be read through. */
    private static class SplittingFilter extends Filter {
        SplittingFilter(String name, UnaryOperator<TokenStream> make) {
            super(name, make);
        }

        @Override
        public TokenFilterFactory getSynonymFilter() {
            throw new IllegalArgumentException("Token filter [" + name() + "] cannot be used to parse synonyms");
        }
    }

    /** Folding that keeps the original does so neither in a normalizer nor in synonym rules. */
    private static class Folding extends Filter implements NormalizingTokenFilterFactory {
        Folding(String name, boolean keep) {
            super(name, in -> new ASCIIFoldingFilter(in, keep));
        }

        @Override
        public TokenStream normalize(TokenStream in) {
            return new ASCIIFoldingFilter(in);
        }

        @Override
        public TokenFilterFactory getSynonymFilter() {
            return new Folding(name(), false);
        }
    }

    /** Drops a token that was there before; what follows takes its place. */
    private static class Unique extends TokenFilter {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
        private final CharArraySet seen = new CharArraySet(8, false);
        private final boolean onlyHere;

        Unique(TokenStream in, boolean onlyHere) {
            super(in);
            this.onlyHere = onlyHere;
        }

        @Override
        public boolean incrementToken() throws IOException {
            while (input.incrementToken()) {
                if (onlyHere && step.getPositionIncrement() > 0) {
                    seen.clear();
                }
                if (seen.add(term.toString())) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void reset() throws IOException {
            super.reset();
            seen.clear();
        }
    }

    private static Map.Entry<String, AnalysisProvider<TokenFilterFactory>> filter(String type, Reads<UnaryOperator<TokenStream>> reads) {
        return entry(type, (index, env, name, settings) -> new Filter(name, reads.from(index, env, settings)));
    }

    private static Map.Entry<String, AnalysisProvider<TokenFilterFactory>> normalizing(String type,
            Reads<UnaryOperator<TokenStream>> reads) {
        return entry(type, (index, env, name, settings) -> new NormalizingFilter(name, reads.from(index, env, settings)));
    }

    private static Map.Entry<String, AnalysisProvider<TokenFilterFactory>> splitting(String type,
            Reads<UnaryOperator<TokenStream>> reads) {
        return entry(type, (index, env, name, settings) -> new SplittingFilter(name, reads.from(index, env, settings)));
    }
}
